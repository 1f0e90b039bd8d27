import type { z } from 'zod'
import { dataPlane } from '../clusters/data-plane.ts'
import type { WizardOptions } from '../contracts/console-api.ts'
import type { PrecheckResult } from '../contracts/control-api.ts'
import { db } from '../db/client.ts'
import { publicMessageOf } from '../errors/app-error.ts'
import { clusterViewOf, sourceBlockedOf } from '../jobs/migration-view.ts'
import { refusalOf } from '../permissions/matrix.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireClusterPermission, visibleProjects } from '../permissions/access.ts'
import { WITH_NAMES } from './clusters.ts'
import { clusterOf, newestMigrations, standingOf } from './standing.ts'

async function embeddedAvailability(): Promise<WizardOptions['embedded']> {
  try {
    return (await dataPlane().health()).embedded
  } catch (error) {
    return { available: false, reason: publicMessageOf(error) }
  }
}

/** GET /api/wizard */
export async function readWizard(user: SessionUser): Promise<WizardOptions> {
  const visible = await visibleProjects(user)
  const [rows, embedded] = await Promise.all([
    db().cluster.findMany({
      where: { projectId: { in: visible.map(({ project }) => project.id) }, deletedAt: null },
      include: WITH_NAMES,
      orderBy: { createdAt: 'desc' },
    }),
    embeddedAvailability(),
  ])
  const newest = await newestMigrations(rows.map((row) => row.id))
  const mayStart = new Set(
    visible.filter(({ permissions }) => permissions.includes('migration.start')).map(({ project }) => project.id),
  )
  const sources = rows.map((row) => {
    const migration = newest.get(row.id)
    const blocked = sourceBlockedOf(row.name, clusterViewOf(standingOf(row, migration)), migration ?? null)
    const reason = mayStart.has(row.projectId) ? blocked : refusalOf('migration.start')
    return { cluster: clusterOf(row, migration), selectable: reason === null, reason }
  })
  const targetProjects = visible
    .filter(({ project }) => mayStart.has(project.id))
    .map(({ project }) => ({ id: project.id, name: project.name }))
  return { sources, targetProjects, embedded }
}

/** GET /api/wizard/precheck — asks the data plane what stands in the way. */
export async function readPrecheck(user: SessionUser, sourceId: string): Promise<z.infer<typeof PrecheckResult>> {
  await requireClusterPermission(user, 'migration.start', sourceId)
  return dataPlane().precheck({ sourceId, targetDriver: 'embedded' })
}
