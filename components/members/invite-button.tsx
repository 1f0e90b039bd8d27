'use client'
import { UserPlus } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { toast } from '@/components/ui/toast'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { counted } from '@/components/ui/number-format'
import { TextArea } from '@/components/ui/text-area'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { addressesProblem, refusalAt, splitAddresses } from './addresses'

type Invited = { invited: string[]; added: string[]; mailed: boolean }

type Props = {
  label: string
  title: string
  description: string
  refusal: string | null
  /** The fields below the addresses; `problem` is what the server says of any of them. */
  fields: (problem: { field: string; message: string } | null) => ReactNode
  invite: (emails: string[]) => Promise<ActionResult<Invited>>
}

/** Opens a dialog that asks for addresses. What is typed stays when the dialog is closed without sending. */
export function InviteButton({ label, title, description, refusal, fields, invite }: Props) {
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<{ field: string; message: string } | null>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const emails = splitAddresses(text)
    const wrong = addressesProblem(emails)
    if (wrong !== null) return setProblem({ field: 'emails', message: wrong })
    setBusy(true)
    const result = await invite(emails)
    setBusy(false)
    if (!result.ok) return setProblem({ field: (result.error.field ?? 'emails').split('.')[0] ?? 'emails', message: refusalAt(result.error, emails) })
    setOpen(false)
    setText('')
    setProblem(null)
    toast.success(said(result.data))
  }

  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)} disabledReason={refusal}>
        <UserPlus aria-hidden />
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        description={description}
        footer={
          <Button type="submit" form="invite" variant="primary" busy={busy}>
            {label}
          </Button>
        }
      >
        <form id="invite" onSubmit={(event) => void submit(event)} className="space-y-4" noValidate>
          <TextArea
            autoFocus
            label="E-mail addresses"
            placeholder="ada@example.com, grace@example.com"
            hint="One or more, separated by commas, spaces or lines."
            value={text}
            spellCheck={false}
            error={problem?.field === 'emails' ? problem.message : null}
            onChange={(event) => {
              setText(event.target.value)
              setProblem(null)
            }}
          />
          {fields(problem)}
        </form>
      </Dialog>
    </>
  )
}

function said({ invited, added, mailed }: Invited): string {
  const parts = [
    added.length > 0 ? `${counted(added.length, 'member')} added` : '',
    invited.length > 0 ? `${counted(invited.length, 'person', 'people')} invited` : '',
  ].filter(Boolean)
  return `${parts.join(', ')}.${invited.length > 0 && !mailed ? ' Mail is not configured: copy the links below.' : ''}`
}
