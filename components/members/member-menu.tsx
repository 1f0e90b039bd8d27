'use client'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Menu } from '@/components/ui/menu'
import { RefusableItem } from '@/components/ui/refusable-item'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { RoleDialog } from './role-dialog'

type Props<Role extends string> = {
  name: string
  role: Role
  options: { value: Role; label: string; detail: string }[]
  /** Why this cannot be changed: the reader's role, or somebody who has to stay as they are, as the last owner has. */
  refusal: string | null
  /** What they are removed from. */
  from: string
  /** What becomes of them. */
  consequence: string
  changeRole: (role: Role) => Promise<ActionResult<unknown>>
  remove: () => Promise<ActionResult<unknown>>
}

/** Change role and Remove, at the end of a member's row. */
export function MemberMenu<Role extends string>({ name, role, options, refusal, from, consequence, changeRole, remove }: Props<Role>) {
  const [open, setOpen] = useState<'role' | 'remove' | null>(null)
  const [busy, setBusy] = useState(false)
  async function confirm() {
    setBusy(true)
    const result = await remove()
    setBusy(false)
    setOpen(null)
    if (result.ok) toast.success(`${name} is removed from ${from}.`)
    else toast.error(result.error.message)
  }

  return (
    <>
      <Menu
        label={`Actions for ${name}`}
        trigger={
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <RefusableItem label="Change role…" refusal={refusal} onSelect={() => setOpen('role')} />
        <RefusableItem label={`Remove from ${from}…`} refusal={refusal} onSelect={() => setOpen('remove')} />
      </Menu>
      {open === 'role' && <RoleDialog name={name} role={role} options={options} onClose={() => setOpen(null)} save={changeRole} />}
      <ConfirmDialog
        danger
        open={open === 'remove'}
        onOpenChange={(next) => setOpen(next ? 'remove' : null)}
        title={`Remove ${name} from ${from}?`}
        confirmLabel="Remove"
        cancelLabel="Cancel"
        busy={busy}
        onConfirm={() => void confirm()}
      >
        <p>{consequence}</p>
      </ConfirmDialog>
    </>
  )
}
