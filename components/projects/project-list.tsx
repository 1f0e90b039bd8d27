'use client'
import { ArrowRightLeft, Database, FolderPlus } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { counted } from '@/components/ui/number-format'
import { PROJECT_ROLE_NAMES } from '@/lib/contracts/role-names'
import { Skeleton } from '@/components/ui/skeleton'
import { TimeText } from '@/components/ui/time-text'
import type { Project } from '@/lib/contracts/console-api'
import { useProjects } from '@/lib/queries/projects'
import { ProjectMenu, type ProjectActions } from './project-menu'

export function ProjectList({ actions }: { actions: ProjectActions }) {
  const { data, error, refetch } = useProjects()
  if (data === undefined && error) return <Frame><ErrorState error={error} onRetry={() => void refetch()} what="The projects" /></Frame>
  if (data === undefined) return <Grid>{[0, 1, 2].map((slot) => <Skeleton key={slot} className="h-34 rounded-lg" />)}</Grid>
  if (data.projects.length === 0) {
    return (
      <Frame>
        <EmptyState icon={<FolderPlus />} title="No project yet">
          A project holds clusters and the people who work with them. You see the projects that you are a member of.
        </EmptyState>
      </Frame>
    )
  }
  return <Grid>{data.projects.map((project) => <ProjectCard key={project.id} project={project} actions={actions} />)}</Grid>
}

function Frame({ children }: { children: React.ReactNode }) {
  return <div className="rounded-lg border bg-surface">{children}</div>
}

function Grid({ children }: { children: React.ReactNode }) {
  return <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">{children}</ul>
}

function ProjectCard({ project, actions }: { project: Project; actions: ProjectActions }) {
  return (
    <li className="relative flex h-34 flex-col justify-between rounded-lg border bg-surface p-5 shadow-card transition-colors hover:border-line-strong">
      {/* Above the link that covers the card. */}
      <div className="absolute top-3 right-3 z-10">
        <ProjectMenu project={project} actions={actions} />
      </div>
      <div className="pr-8">
        <h2 className="truncate text-base font-semibold">
          <Link href={`/projects/${project.id}`} className="after:absolute after:inset-0 after:rounded-lg">
            {project.name}
          </Link>
        </h2>
        <p className="mt-0.5 text-xs text-faint">
          Created <TimeText at={project.createdAt} />
          {project.role && <> · {PROJECT_ROLE_NAMES[project.role]}</>}
        </p>
      </div>
      <div className="flex items-center justify-between gap-2">
        <span className="flex items-center gap-1.5 text-sm text-soft">
          <Database aria-hidden className="size-4 text-faint" />
          {counted(project.clusterCount, 'cluster')}
        </span>
        {project.activeMigrationCount > 0 && (
          <Badge tone="info" icon={<ArrowRightLeft aria-hidden />}>
            {counted(project.activeMigrationCount, 'migration')} running
          </Badge>
        )}
      </div>
    </li>
  )
}
