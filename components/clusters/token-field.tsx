'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { toast } from '@/components/ui/toast'
import { refusalOf } from '@/lib/permissions/matrix'
import type { ClusterActions } from './cluster-actions'

type Props = {
  clusterId: string
  token: string | null
  onToken: (token: string | null) => void
  revealToken: ClusterActions['revealToken']
  allowed: boolean
}

/** Masked until it is asked for; it is not on the page before. */
export function TokenField({ clusterId, token, onToken, revealToken, allowed }: Props) {
  const [busy, setBusy] = useState(false)
  const refusal = allowed ? null : refusalOf('cluster.token')

  async function fetchToken(): Promise<string> {
    if (token !== null) return token
    const result = await revealToken({ clusterId })
    if (result.ok) return result.data.token
    toast.error(result.error.message)
    throw new Error(result.error.code)
  }

  async function toggle() {
    if (token !== null) return onToken(null)
    setBusy(true)
    await fetchToken().then(onToken, () => {})
    setBusy(false)
  }

  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 font-mono text-xs break-all" aria-live="polite">
        {token ?? <span aria-label="hidden">••••••••••••••••</span>}
        {token === '' && <span className="text-soft">(none)</span>}
      </code>
      <Button variant="ghost" size="icon-sm" busy={busy} onClick={() => void toggle()} aria-label={token === null ? 'Reveal token' : 'Hide token'} disabledReason={refusal}>
        {!busy && (token === null ? <Eye aria-hidden /> : <EyeOff aria-hidden />)}
      </Button>
      <CopyButton text={fetchToken} label="Copy token" disabledReason={refusal} />
    </span>
  )
}
