'use client'
import { useQueryClient } from '@tanstack/react-query'
import { MailPlus, X } from 'lucide-react'
import { useState } from 'react'
import { toast } from '@/components/ui/toast'
import { Badge } from '@/components/ui/badge'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { TimeText } from '@/components/ui/time-text'
import type { ActionResult } from '@/lib/contracts/console-requests'
import type { Invitation } from '@/lib/contracts/organization-api'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '@/lib/contracts/role-names'
import { keys } from '@/lib/queries/keys'
import type { InvitationActions } from './member-actions'

type Props = { invitations: Invitation[]; mailConfigured: boolean; actions: InvitationActions }

/** Who is invited and has not accepted yet. */
export function InvitationList({ invitations, mailConfigured, actions }: Props) {
  if (invitations.length === 0) return null
  return (
    <Card>
      <CardHeader title="Pending invitations" hint="Each can be accepted for 48 hours after it was sent." />
      {!mailConfigured && (
        <div className="px-5 pt-4">
          <Banner tone="warn" title="Mail is not configured">
            Nobody has been told. Copy each link and hand it over yourself.
          </Banner>
        </div>
      )}
      <ul aria-label="Pending invitations" className="divide-y">
        {invitations.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} actions={actions} />
        ))}
      </ul>
    </Card>
  )
}

function Row({ invitation, actions }: { invitation: Invitation; actions: InvitationActions }) {
  const { id: invitationId, email, role, projects, invitedBy, invitedAt, expiresAt, refusal } = invitation
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  // Read when the list was: the row says it, the server decides.
  const [now] = useState(() => Date.now())
  const expired = expiresAt <= now

  async function run<T>(action: (input: { invitationId: string }) => Promise<ActionResult<T>>, done: (data: T) => string) {
    setBusy(true)
    const result = await action({ invitationId })
    setBusy(false)
    setAsking(false)
    if (result.ok) toast.success(done(result.data))
    else toast.error(result.error.message)
    await Promise.all([queries.invalidateQueries({ queryKey: keys.organization.root }), queries.invalidateQueries({ queryKey: keys.projects.root })])
  }

  async function link(): Promise<string> {
    const result = await actions.copyInvitationLink({ invitationId })
    if (!result.ok) throw new Error(result.error.message)
    return result.data.link
  }

  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2 text-sm font-medium break-all">
          {email}
          {expired && <Badge tone="warn">Expired</Badge>}
        </p>
        <p className="text-xs text-soft">
          {[ORGANIZATION_ROLE_NAMES[role], ...projects.map((project) => `${project.name}: ${PROJECT_ROLE_NAMES[project.role]}`)].join(' · ')}
        </p>
        <p className="text-xs text-faint">
          Invited by {invitedBy} <TimeText at={invitedAt} /> · {expired ? 'expired' : 'expires'} <TimeText at={expiresAt} />
        </p>
      </div>
      <div className="flex items-center gap-1">
        <CopyButton text={link} label={`Copy the link for ${email}`} disabledReason={refusal ?? (expired ? 'The invitation has expired. Resend it first.' : null)} />
        <Button size="sm" busy={busy} disabledReason={refusal} onClick={() => void run(actions.resendInvitation, ({ mailed }) => (mailed ? `The invitation is sent to ${email} again.` : `The invitation of ${email} is valid for 48 hours again. Copy its link.`))}>
          <MailPlus aria-hidden />
          Resend
        </Button>
        <Button size="sm" variant="danger-quiet" disabledReason={refusal} onClick={() => setAsking(true)}>
          <X aria-hidden />
          Revoke
        </Button>
      </div>
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke the invitation of ${email}?`}
        confirmLabel="Revoke"
        cancelLabel="Cancel"
        busy={busy}
        onConfirm={() => void run(actions.revokeInvitation, () => `The invitation of ${email} is revoked.`)}
      >
        <p>Its links stop working. You can invite this address again.</p>
      </ConfirmDialog>
    </li>
  )
}
