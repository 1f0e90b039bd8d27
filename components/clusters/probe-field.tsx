'use client'
import { CircleCheck, PlugZap } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/number-format'
import type { ProbeResult } from '@/lib/contracts/control-api'
import { engineText } from './cluster-words'

/** `asked` tells one address from another. */
type Props = { asked: string; probe: () => Promise<ProbeResult | null>; refusal: string | null }

/** Looks at the address and says what was found, before anything is registered. */
export function ProbeField({ asked, probe, refusal }: Props) {
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<{ asked: string; result: ProbeResult } | null>(null)

  async function look() {
    setBusy(true)
    const result = await probe()
    setBusy(false)
    setFound(result === null ? null : { asked, result })
  }

  // What was found says nothing of another address.
  const shown = found?.asked === asked ? found.result : null
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button busy={busy} disabledReason={refusal} onClick={() => void look()}>
        {!busy && <PlugZap aria-hidden />}
        Check connection
      </Button>
      <p role="status" className="flex items-center gap-1.5 text-sm">
        {shown && (
          <>
            <CircleCheck aria-hidden className="size-4 text-ok" />
            {engineText(shown)} answers{shown.collections !== null && `, with ${counted(shown.collections, 'collection')} in its default database`}.
          </>
        )}
      </p>
    </div>
  )
}
