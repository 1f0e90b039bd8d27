import { TimeText } from '@/components/ui/time-text'
import type { OrganizationRole, ProjectRole } from '@/lib/contracts/console-api'
import { ORGANIZATION_ROLE_NAMES, PROJECT_ROLE_NAMES } from '@/lib/contracts/role-names'

type Props = { role: OrganizationRole; projects: { name: string; role: ProjectRole }[]; expiresAt: number }

/** What one gets by accepting, and until when. */
export function InvitationFacts({ role, projects, expiresAt }: Props) {
  return (
    <ul className="space-y-1 rounded-lg bg-sunken px-3.5 py-2.5 text-sm">
      <li>{ORGANIZATION_ROLE_NAMES[role]}</li>
      {projects.map((project) => (
        <li key={project.name}>
          {PROJECT_ROLE_NAMES[project.role]} of {project.name}
        </li>
      ))}
      <li className="text-xs text-soft">
        Expires <TimeText at={expiresAt} />
      </li>
    </ul>
  )
}
