'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { RadioCards } from '@/components/ui/radio-cards'
import type { ActionResult } from '@/lib/contracts/console-requests'

type Props<Role extends string> = {
  name: string
  role: Role
  options: { value: Role; label: string; detail: string }[]
  onClose: () => void
  /** Saves it; the dialog stays open and says why where that is refused. */
  save: (role: Role) => Promise<ActionResult<unknown>>
}

export function RoleDialog<Role extends string>({ name, role, options, onClose, save }: Props<Role>) {
  const [chosen, setChosen] = useState(role)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit() {
    setBusy(true)
    const result = await save(chosen)
    setBusy(false)
    if (result.ok) onClose()
    else setProblem(result.error.message)
  }

  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={`Role of ${name}`}
      footer={
        <Button variant="primary" busy={busy} disabledReason={chosen === role ? 'Choose another role first.' : null} onClick={() => void submit()}>
          Change role
        </Button>
      }
    >
      <RadioCards quietLabel label="Role" options={options} value={chosen} error={problem} onChange={(value) => setChosen(value as Role)} />
    </Dialog>
  )
}
