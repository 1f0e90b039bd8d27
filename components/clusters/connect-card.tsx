'use client'
import { useEffect, useRef, useState } from 'react'
import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Tabs } from '@/components/ui/tabs'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import type { ClusterActions } from './cluster-actions'
import { placeText } from './cluster-words'
import { connectCode, LANGUAGES, type Language } from './connect-code'
import { TokenField } from './token-field'

/** Stands in the code until the token is revealed. */
const PLACEHOLDER = 'YOUR_CLUSTER_TOKEN'

export function ConnectCard({ detail, revealToken }: { detail: ClusterDetail; revealToken: ClusterActions['revealToken'] }) {
  const { cluster, permissions } = detail
  const [token, setToken] = useState<string | null>(null)
  const { ref, sought } = useSoughtByAnchor('#connect')
  const place = placeText(cluster)
  return (
    <Card id="connect" ref={ref} aria-labelledby="connect-title" className={cn('scroll-mt-18 transition-shadow duration-500', sought && 'ring-2 ring-accent')}>
      <CardHeader title="Connect" id="connect-title" hint="What an application needs to use this cluster." />
      <Facts>
        <Fact name="Cluster ID">
          <Copyable text={cluster.id} label="Copy cluster ID" />
        </Fact>
        {place && <Fact name="Cloud region">{place}</Fact>}
        <Fact name="Public Endpoint">
          {cluster.endpoint ? <Copyable text={cluster.endpoint} label="Copy endpoint" /> : <span className="text-soft">Known as soon as the cluster is created.</span>}
        </Fact>
        <Fact name="Token">
          <TokenField clusterId={cluster.id} token={token} onToken={setToken} revealToken={revealToken} allowed={permissions.includes('cluster.token')} />
        </Fact>
      </Facts>
      {cluster.endpoint && <ConnectCode endpoint={cluster.endpoint} token={token} />}
    </Card>
  )
}

function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 font-mono text-xs break-all">{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  )
}

function ConnectCode({ endpoint, token }: { endpoint: string; token: string | null }) {
  const [language, setLanguage] = useState<Language>('Python')
  return (
    <div className="border-t px-5 pt-2 pb-5">
      <Tabs
        label="Language"
        value={language}
        onChange={(value) => setLanguage(value as Language)}
        tabs={LANGUAGES.map((name) => ({
          value: name,
          label: name,
          content: <CodeBlock label={`Copy ${name} code`} code={connectCode(name, { endpoint, token: token ?? PLACEHOLDER })} />,
        }))}
      />
      {token === null && <p className="mt-2 text-xs text-faint">Reveal the token to have it filled in.</p>}
    </div>
  )
}

/** Cards come after the page's anchor has been looked for: go there once when this one is on the page, and mark it. */
function useSoughtByAnchor(anchor: string) {
  const ref = useRef<HTMLElement>(null)
  const [sought, setSought] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    function seek() {
      if (window.location.hash !== anchor) return
      ref.current?.scrollIntoView({ block: 'start' })
      setSought(true)
      clearTimeout(timer)
      timer = setTimeout(() => setSought(false), 2400)
    }
    const frame = requestAnimationFrame(seek)
    window.addEventListener('hashchange', seek)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      window.removeEventListener('hashchange', seek)
    }
  }, [anchor])
  return { ref, sought }
}
