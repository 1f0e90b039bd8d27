import type { z } from 'zod'
import type { MemberList, ProjectList } from '../contracts/console-api.ts'
import { db } from '../db/client.ts'
import { ACTIVE_STAGES } from '../jobs/active-stages.ts'
import type { SessionUser } from '../permissions/access.ts'
import { projectAccess, visibleProjects } from '../permissions/access.ts'

/** GET /api/projects */
export async function readProjects(user: SessionUser): Promise<z.infer<typeof ProjectList>> {
  const visible = await visibleProjects(user)
  const ids = visible.map(({ project }) => project.id)
  const [clusters, migrations] = await Promise.all([
    db().cluster.groupBy({ by: ['projectId'], where: { projectId: { in: ids }, deletedAt: null }, _count: true }),
    db().migration.findMany({
      where: { stage: { in: [...ACTIVE_STAGES] }, source: { projectId: { in: ids } } },
      select: { source: { select: { projectId: true } } },
    }),
  ])
  const projects = visible.map(({ project, role, permissions }) => ({
    id: project.id,
    name: project.name,
    createdAt: project.createdAt.getTime(),
    clusterCount: clusters.find((entry) => entry.projectId === project.id)?._count ?? 0,
    activeMigrationCount: migrations.filter((entry) => entry.source.projectId === project.id).length,
    role,
    permissions,
  }))
  return { projects }
}

/** GET /api/projects/:id/members */
export async function readMembers(user: SessionUser, projectId: string): Promise<MemberList> {
  const { project } = await projectAccess(user, projectId)
  const rows = await db().organizationMember.findMany({
    where: {
      organizationId: project.organizationId,
      OR: [{ role: 'owner' }, { user: { projects: { some: { projectId } } } }],
    },
    include: { user: { include: { projects: { where: { projectId } } } } },
    orderBy: { user: { name: 'asc' } },
  })
  return {
    members: rows.map(({ role, user: { id, name, email, projects } }) => ({
      userId: id,
      name,
      email,
      organizationRole: role,
      projectRole: projects[0]?.role ?? null,
    })),
  }
}
