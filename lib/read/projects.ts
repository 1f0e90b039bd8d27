import type { z } from 'zod'
import type { ProjectList } from '../contracts/console-api.ts'
import { db } from '../db/client.ts'
import { ACTIVE_STAGES } from '../jobs/active-stages.ts'
import type { SessionUser } from '../permissions/access.ts'
import { visibleProjects } from '../permissions/access.ts'

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
