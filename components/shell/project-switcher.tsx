'use client'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useProjects } from '@/lib/queries/projects'

export function ProjectSwitcher({ projectId }: { projectId: string }) {
  const { data } = useProjects()
  const router = useRouter()
  const projects = data?.projects ?? []
  const name = projects.find((project) => project.id === projectId)?.name ?? 'Project'
  if (projects.length < 2) return <span className="truncate">{name}</span>
  return (
    <Menu
      align="start"
      label="Projects"
      trigger={
        <button className="-mx-1 flex w-full items-center gap-1 rounded-md px-1 text-left hover:text-ink" aria-label={`Project ${name}. Switch project`}>
          <span className="truncate">{name}</span>
          <ChevronsUpDown aria-hidden className="size-3 shrink-0" />
        </button>
      }
    >
      {projects.map((project) => (
        <MenuItem key={project.id} onSelect={() => router.push(`/projects/${project.id}`)}>
          <span className="max-w-52 flex-1 truncate">{project.name}</span>
          {project.id === projectId && <Check aria-hidden />}
        </MenuItem>
      ))}
    </Menu>
  )
}
