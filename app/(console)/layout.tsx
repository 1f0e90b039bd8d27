import { Suspense, type ReactNode } from 'react'
import { markNotificationsRead } from '@/app/actions/notifications'
import { StartDialog } from '@/components/migrations/start-dialog'
import { AppShell } from '@/components/shell/app-shell'
import { NotificationsBell } from '@/components/shell/notifications-bell'
import { Prefetched } from '@/components/shell/prefetched'
import { requireUser } from '@/lib/auth/session'
import { keys } from '@/lib/queries/keys'
import { readMe } from '@/lib/read/me'
import { readProjects } from '@/lib/read/projects'

// Every page is for one person, and the configuration is not there when the pages are built.
export const dynamic = 'force-dynamic'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const user = await requireUser()
  return (
    <Prefetched reads={[{ queryKey: keys.projects.root, read: () => readProjects(user) }]}>
      <AppShell me={await readMe(user)} notifications={<NotificationsBell markRead={markNotificationsRead} />}>
        {children}
      </AppShell>
      <Suspense>
        <StartDialog />
      </Suspense>
    </Prefetched>
  )
}
