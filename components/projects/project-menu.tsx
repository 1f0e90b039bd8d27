'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { toast } from '@/components/ui/toast'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { Menu } from '@/components/ui/menu'
import { RefusableItem } from '@/components/ui/refusable-item'
import { TextField } from '@/components/ui/text-field'
import type { Project } from '@/lib/contracts/console-api'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { keys } from '@/lib/queries/keys'
import { refusalOf } from '@/lib/permissions/matrix'
import { deleteBlockedOf, renameBlockedOf } from '@/lib/projects/project-rules'

export type ProjectActions = {
  renameProject: (input: { projectId: string; name: string }) => Promise<ActionResult<unknown>>
  deleteProject: (input: { projectId: string; confirmName: string }) => Promise<ActionResult<unknown>>
}

export function ProjectMenu({ project, actions }: { project: Project; actions: ProjectActions }) {
  const queries = useQueryClient()
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null)
  const [busy, setBusy] = useState(false)
  const may = (permission: 'project.rename' | 'project.delete') => (project.permissions.includes(permission) ? null : refusalOf(permission))

  async function remove() {
    setBusy(true)
    const result = await actions.deleteProject({ projectId: project.id, confirmName: project.name })
    setBusy(false)
    setOpen(null)
    if (!result.ok) return toast.error(result.error.message)
    toast.success(`Project ${project.name} is deleted.`)
    await queries.invalidateQueries({ queryKey: keys.projects.root })
  }

  return (
    <>
      <Menu
        label={`Actions for ${project.name}`}
        trigger={
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${project.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <RefusableItem label="Rename…" refusal={may('project.rename') ?? renameBlockedOf(project)} onSelect={() => setOpen('rename')} />
        <RefusableItem label="Delete…" refusal={may('project.delete') ?? deleteBlockedOf(project)} onSelect={() => setOpen('delete')} />
      </Menu>
      {open === 'rename' && <RenameDialog project={project} renameProject={actions.renameProject} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        danger
        open={open === 'delete'}
        onOpenChange={(next) => setOpen(next ? 'delete' : null)}
        title={`Delete project ${project.name}?`}
        confirmLabel="Delete project"
        typeToConfirm={project.name}
        busy={busy}
        onConfirm={() => void remove()}
      >
        <p>Its members lose access, and it is gone from the list. This cannot be taken back.</p>
      </ConfirmDialog>
    </>
  )
}

type RenameProps = { project: Project; renameProject: ProjectActions['renameProject']; onClose: () => void }

function RenameDialog({ project, renameProject, onClose }: RenameProps) {
  const queries = useQueryClient()
  const [name, setName] = useState(project.name)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const result = await renameProject({ projectId: project.id, name })
    setBusy(false)
    if (!result.ok) return setProblem(result.error.message)
    onClose()
    toast.success(`The project is now called ${name.trim()}.`)
    await queries.invalidateQueries({ queryKey: keys.projects.root })
  }

  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={`Rename ${project.name}`}
      footer={
        <Button type="submit" form="rename-project" variant="primary" busy={busy} disabledReason={name.trim() === project.name ? 'Enter another name first.' : null}>
          Rename
        </Button>
      }
    >
      <form id="rename-project" onSubmit={(event) => void submit(event)} noValidate>
        <TextField autoFocus label="Project name" value={name} maxLength={50} autoComplete="off" error={problem} onChange={(event) => setName(event.target.value)} />
      </form>
    </Dialog>
  )
}
