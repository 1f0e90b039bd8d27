'use client'
import { CircleCheck, PlugZap } from 'lucide-react'
import { useState } from 'react'
import { useWatch, type Control } from 'react-hook-form'
import type { z } from 'zod'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/number-format'
import type { RegisterEndpointRequest } from '@/lib/contracts/console-requests'
import type { ProbeResult } from '@/lib/contracts/control-api'
import { engineText } from './cluster-words'

type Input = z.input<typeof RegisterEndpointRequest>
type Props = { control: Control<Input, unknown, z.output<typeof RegisterEndpointRequest>>; probe: () => Promise<ProbeResult | null>; refusal: string | null }

/** Looks at the address and says what was found, before anything is registered. */
export function ProbeField({ control, probe, refusal }: Props) {
  const asked = JSON.stringify(useWatch({ control, name: ['address', 'token', 'tls'] }))
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
