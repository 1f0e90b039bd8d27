'use client'
import type { ReactNode } from 'react'
import type { Me } from '@/lib/contracts/console-api'
import { MobileNav } from './mobile-nav'
import { SideNav } from './side-nav'
import { UserMenu } from './user-menu'

type Props = { me: Me; notifications: ReactNode; children: ReactNode }

export function AppShell({ me, notifications, children }: Props) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a href="#main" className="sr-only z-70 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r bg-surface lg:flex">
        <SideNav me={me} />
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-b bg-surface/90 px-4 backdrop-blur sm:px-6">
          <MobileNav me={me} />
          <p className="min-w-0 flex-1 truncate text-sm text-soft max-sm:sr-only">{me.organization.name}</p>
          <span className="flex-1 sm:hidden" />
          {notifications}
          <UserMenu me={me} />
        </header>
        <main id="main" className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 sm:px-6">
          {children}
        </main>
      </div>
    </div>
  )
}
