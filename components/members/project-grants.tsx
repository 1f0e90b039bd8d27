'use client'
import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/select-field'
import type { ProjectRole } from '@/lib/contracts/console-api'
import { useProjects } from '@/lib/queries/projects'
import { PROJECT_ROLE_OPTIONS } from './role-options'

export type ProjectGrant = { projectId: string; role: ProjectRole }

type Props = { grants: ProjectGrant[]; onChange: (grants: ProjectGrant[]) => void; error: string | null }

/** Projects that somebody joins, each with a role. */
export function ProjectGrants({ grants, onChange, error }: Props) {
  const projects = useProjects().data?.projects ?? []
  const free = projects.filter(({ id }) => !grants.some(({ projectId }) => projectId === id))
  const change = (at: number, grant: ProjectGrant) => onChange(grants.map((before, index) => (index === at ? grant : before)))
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">Projects</legend>
      {grants.map((grant, at) => (
        <div key={grant.projectId} className="flex items-end gap-2">
          <SelectField
            quietLabel
            label={`Project ${at + 1}`}
            className="min-w-0 flex-1"
            value={grant.projectId}
            onChange={(projectId) => change(at, { ...grant, projectId })}
            options={projects.filter(({ id }) => id === grant.projectId || free.some((one) => one.id === id)).map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField
            quietLabel
            label={`Role in project ${at + 1}`}
            className="min-w-0 flex-1"
            value={grant.role}
            onChange={(role) => change(at, { ...grant, role: role as ProjectRole })}
            options={PROJECT_ROLE_OPTIONS.map(({ value, label }) => ({ value, label }))}
          />
          <Button variant="ghost" size="icon" aria-label={`Leave out project ${at + 1}`} onClick={() => onChange(grants.filter((_, index) => index !== at))}>
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
      <Button
        size="sm"
        disabledReason={free.length === 0 ? 'There is no further project.' : null}
        onClick={() => onChange([...grants, { projectId: free[0]?.id ?? '', role: 'read_only' }])}
      >
        <Plus aria-hidden />
        Add project
      </Button>
    </fieldset>
  )
}
