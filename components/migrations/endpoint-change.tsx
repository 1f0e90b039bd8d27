'use client'
import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { connectCode, LANGUAGES, type Language } from '@/components/clusters/connect-code'
import { CodeDiff } from '@/components/ui/code-diff'
import { CopyButton } from '@/components/ui/copy-button'
import { Tabs } from '@/components/ui/tabs'
import type { MigrationEnd } from '@/lib/contracts/console-api'

/** Both endpoints, and what changes in an application's code. */
export function EndpointChange({ source, target }: { source: MigrationEnd; target: MigrationEnd }) {
  const [language, setLanguage] = useState<Language>(LANGUAGES[0])
  const [from, to] = [source.endpoint, target.endpoint]
  return (
    <div className="space-y-3">
      <div className="grid items-stretch gap-2 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] sm:items-center">
        <EndpointBox title="Old endpoint" end={source} quiet />
        <ArrowRight aria-hidden className="mx-auto size-4 text-faint max-sm:rotate-90" />
        <EndpointBox title="New endpoint" end={target} />
      </div>
      {from && to && (
        <Tabs
          label="Language"
          value={language}
          onChange={(value) => setLanguage(value as Language)}
          tabs={LANGUAGES.map((name) => ({
            value: name,
            label: name,
            content: (
              <CodeDiff
                label={`${name} code for the new endpoint`}
                before={connectCode(name, { endpoint: from, token: tokenOf(source) })}
                after={connectCode(name, { endpoint: to, token: tokenOf(target) })}
              />
            ),
          }))}
        />
      )}
      <p className="text-xs text-faint">The tokens are on the clusters&apos; pages under Connect; each cluster has its own.</p>
    </div>
  )
}

/** Stands for the token, which is not on this page. */
function tokenOf({ name }: MigrationEnd): string {
  return `TOKEN_OF_${name.toUpperCase().replaceAll('-', '_')}`
}

function EndpointBox({ title, end, quiet }: { title: string; end: MigrationEnd; quiet?: boolean }) {
  return (
    <div className={`min-w-0 rounded-lg border px-3 py-2 ${quiet ? 'bg-canvas' : 'border-ok-mark bg-ok-soft'}`}>
      <p className="truncate text-xs text-soft">
        {title} · {end.name}
      </p>
      <p className="flex items-center justify-between gap-2">
        <code className="truncate font-mono text-xs">{end.endpoint ?? '–'}</code>
        {end.endpoint && <CopyButton text={end.endpoint} label={`Copy ${title.toLowerCase()}`} />}
      </p>
    </div>
  )
}
