'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/text-field'
import { toast } from '@/components/ui/toast'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'

type Props = { allowed: boolean; createProject: (input: { name: string }) => Promise<ActionResult<unknown>> }

export function NewProjectButton({ allowed, createProject }: Props) {
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name'))
    setBusy(true)
    const result = await createProject({ name })
    setBusy(false)
    if (!result.ok) return setProblem(result.error.message)
    setOpen(false)
    toast.success(`Project ${name.trim()} is created.`)
    await queries.invalidateQueries({ queryKey: keys.projects.root })
  }

  return (
    <>
      <Button onClick={() => setOpen(true)} disabledReason={allowed ? null : refusalOf('project.create')}>
        <Plus aria-hidden />
        New project
      </Button>
      <Dialog
        size="sm"
        open={open}
        onOpenChange={setOpen}
        title="New project"
        footer={
          <Button type="submit" form="new-project" variant="primary" busy={busy}>
            Create project
          </Button>
        }
      >
        <form id="new-project" onSubmit={submit}>
          <TextField label="Project name" name="name" maxLength={50} required autoFocus error={problem} autoComplete="off" />
        </form>
      </Dialog>
    </>
  )
}
