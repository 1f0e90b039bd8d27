'use client'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/lib/contracts/console-requests'

type Props = { token: string; acceptInvitation: (input: { token: string }) => Promise<ActionResult<unknown>> }

/** For somebody who is signed in with the invited address. */
export function AcceptButton({ token, acceptInvitation }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function accept() {
    setBusy(true)
    setProblem(null)
    const result = await acceptInvitation({ token })
    // A full load: what the person may see has changed.
    if (result.ok) return window.location.replace('/')
    setProblem(result.error.message)
    setBusy(false)
  }

  return (
    <div className="space-y-4">
      {problem && (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      )}
      <Button variant="primary" busy={busy} className="w-full" onClick={() => void accept()}>
        Accept invitation
      </Button>
    </div>
  )
}
