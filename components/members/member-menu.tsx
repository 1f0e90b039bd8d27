'use client'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { RoleDialog } from './role-dialog'

type Props<Role extends string> = {
  name: string
  role: Role
  options: { value: Role; label: string; detail: string }[]
  /** Why the reader may change nothing here. */
  refusal: string | null
  /** Why this person stays as they are, for example as the last owner. */
  blocked: string | null
  /** What they are removed from. */
  from: string
  /** What becomes of them. */
  consequence: string
  changeRole: (role: Role) => Promise<ActionResult<unknown>>
  remove: () => Promise<ActionResult<unknown>>
}

/** Change role and Remove, at the end of a member's row. */
export function MemberMenu<Role extends string>({ name, role, options, refusal, blocked, from, consequence, changeRole, remove }: Props<Role>) {
  const [open, setOpen] = useState<'role' | 'remove' | null>(null)
  const [busy, setBusy] = useState(false)
  const trigger = (
    <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`} disabledReason={refusal}>
      <Ellipsis aria-hidden />
    </Button>
  )

  async function confirm() {
    setBusy(true)
    const result = await remove()
    setBusy(false)
    setOpen(null)
    if (result.ok) toast.success(`${name} is removed from ${from}.`)
    else toast.error(result.error.message)
  }

  if (refusal !== null) return trigger
  return (
    <>
      <Menu label={`Actions for ${name}`} trigger={trigger} className="max-w-64">
        {blocked !== null && <MenuLabel>{blocked}</MenuLabel>}
        <MenuItem disabled={blocked !== null} onSelect={() => setOpen('role')}>
          Change role…
        </MenuItem>
        <MenuItem disabled={blocked !== null} onSelect={() => setOpen('remove')}>
          Remove from {from}…
        </MenuItem>
      </Menu>
      {open === 'role' && <RoleDialog name={name} role={role} options={options} onClose={() => setOpen(null)} save={changeRole} />}
      <ConfirmDialog
        danger
        open={open === 'remove'}
        onOpenChange={(next) => setOpen(next ? 'remove' : null)}
        title={`Remove ${name} from ${from}?`}
        confirmLabel="Remove"
        busy={busy}
        onConfirm={() => void confirm()}
      >
        <p>{consequence}</p>
      </ConfirmDialog>
    </>
  )
}
