import { Suspense, type ReactNode } from 'react'
import { markNotificationsRead } from '@/app/actions/notifications'
import { AuthCard } from '@/components/auth/auth-card'
import { SignOutButton } from '@/components/auth/sign-out-button'
import { StartDialog } from '@/components/migrations/start-dialog'
import { NotificationsBell } from '@/components/notifications/notifications-bell'
import { AppShell } from '@/components/shell/app-shell'
import { Prefetched } from '@/components/shell/prefetched'
import { requireUser } from '@/lib/auth/session'
import type { Me } from '@/lib/contracts/console-api'
import { AppError } from '@/lib/errors/app-error'
import type { SessionUser } from '@/lib/permissions/access'
import { keys } from '@/lib/queries/keys'
import { readMe } from '@/lib/read/me'
import { readProjects } from '@/lib/read/projects'

// Every page is for one person, and the configuration is not there when the pages are built.
export const dynamic = 'force-dynamic'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const user = await requireUser()
  const me = await findMe(user)
  if (me === null) return <NoOrganization email={user.email} />
  return (
    <Prefetched reads={[{ queryKey: keys.projects.root, read: () => readProjects(user) }]}>
      <AppShell me={me} notifications={<NotificationsBell markRead={markNotificationsRead} />}>
        {children}
      </AppShell>
      <Suspense>
        <StartDialog />
      </Suspense>
    </Prefetched>
  )
}

/** Null for an account that was removed from the organization and not invited again. */
async function findMe(user: SessionUser): Promise<Me | null> {
  try {
    return await readMe(user)
  } catch (error) {
    if (error instanceof AppError && error.code === 'request.forbidden') return null
    throw error
  }
}

function NoOrganization({ email }: { email: string }) {
  return (
    <AuthCard title="You belong to no organization" description={`${email} was removed, or has not accepted an invitation yet. Ask an Organization Owner to invite you, and open the link in the mail.`}>
      <SignOutButton href="/sign-in">Sign out</SignOutButton>
    </AuthCard>
  )
}
