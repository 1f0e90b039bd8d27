'use client'
import { ArrowRightLeft, Building2, Database, History, ListChecks, Settings, Users } from 'lucide-react'
import Link from 'next/link'
import { useParams, usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { Brand } from '@/components/ui/brand'
import { cn } from '@/components/ui/cn'
import type { Me } from '@/lib/contracts/console-api'
import { MigrationsMenu } from './migrations-menu'
import { ProjectSwitcher } from './project-switcher'

type Props = { me: Me; onNavigate?: () => void }

export function SideNav({ me, onNavigate }: Props) {
  const { projectId } = useParams<{ projectId?: string }>()
  const { permissions } = me.organization
  return (
    <>
      <Link href="/" onClick={onNavigate} className="flex h-13 shrink-0 items-center border-b px-4">
        <Brand />
      </Link>
      <nav aria-label="Main" className="flex-1 space-y-5 overflow-y-auto px-3 py-4">
        <Section title={me.organization.name}>
          <NavLink href="/" icon={<Building2 />} exact onNavigate={onNavigate}>
            Projects
          </NavLink>
          <NavLink href="/members" icon={<Users />} onNavigate={onNavigate}>
            Members
          </NavLink>
          {permissions.includes('organization.activities') && (
            <NavLink href="/activities" icon={<History />} onNavigate={onNavigate}>
              Activities
            </NavLink>
          )}
          {permissions.includes('organization.settings') && (
            <NavLink href="/settings" icon={<Settings />} onNavigate={onNavigate}>
              Settings
            </NavLink>
          )}
        </Section>
        {projectId && <ProjectSection projectId={projectId} onNavigate={onNavigate} />}
      </nav>
    </>
  )
}

function ProjectSection({ projectId, onNavigate }: { projectId: string; onNavigate?: () => void }) {
  const root = `/projects/${projectId}`
  return (
    <Section title={<ProjectSwitcher projectId={projectId} />}>
      <NavLink href={root} icon={<Database />} exact also={`${root}/clusters`} onNavigate={onNavigate}>
        Clusters
      </NavLink>
      <NavLink href={`${root}/migrations`} icon={<ArrowRightLeft />} also={`${root}/migrate`} onNavigate={onNavigate}>
        Migrations
      </NavLink>
      <MigrationsMenu onNavigate={onNavigate} />
      <NavLink href={`${root}/jobs`} icon={<ListChecks />} onNavigate={onNavigate}>
        Jobs
      </NavLink>
      <NavLink href={`${root}/members`} icon={<Users />} onNavigate={onNavigate}>
        Members
      </NavLink>
    </Section>
  )
}

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="space-y-1">
      <div className="truncate px-2 pb-1 text-xs font-medium text-faint">{title}</div>
      <ul className="space-y-0.5">{children}</ul>
    </div>
  )
}

type NavLinkProps = { href: string; icon: ReactNode; children: ReactNode; exact?: boolean; also?: string; onNavigate?: () => void }

function NavLink({ href, icon, children, exact, also, onNavigate }: NavLinkProps) {
  const path = usePathname()
  const here = exact ? path === href : path.startsWith(href)
  const current = here || (also !== undefined && path.startsWith(also))
  return (
    <li>
      <Link
        href={href}
        onClick={onNavigate}
        aria-current={current ? 'page' : undefined}
        className={cn(
          'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm [&_svg]:size-4',
          current ? 'bg-accent-soft font-medium text-accent' : 'text-soft hover:bg-sunken hover:text-ink',
        )}
      >
        {icon}
        {children}
      </Link>
    </li>
  )
}
