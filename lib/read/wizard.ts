import type { z } from 'zod'
import { dataPlane } from '../clusters/data-plane.ts'
import type { WizardCluster, WizardOptions } from '../contracts/console-api.ts'
import type { CuType, Plan, Provider } from '../contracts/cluster-catalogue.ts'
import type { PrecheckResult } from '../contracts/control-api.ts'
import { db } from '../db/client.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { publicMessageOf } from '../errors/app-error.ts'
import { clusterViewOf, sourceBlockedOf } from '../jobs/migration-view.ts'
import { refusalOf } from '../permissions/matrix.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireClusterPermission, visibleProjects } from '../permissions/access.ts'
import { newestMigrations, STANDING, standingOf } from './standing.ts'

async function embeddedAvailability(): Promise<WizardOptions['embedded']> {
  try {
    return (await dataPlane().health()).embedded
  } catch (error) {
    return { available: false, reason: publicMessageOf(error) }
  }
}

/** What the list is read with: of a thousand clusters only what is shown. */
const LISTED = { ...STANDING, projectId: true, name: true, provider: true, regionId: true, plan: true, cuType: true, cuSize: true, entities: true } as const
type Listed = Prisma.ClusterGetPayload<{ select: typeof LISTED }>

function wizardClusterOf(row: Listed, projectName: string): WizardCluster {
  return {
    id: row.id,
    projectId: row.projectId,
    projectName,
    name: row.name,
    provider: row.provider as Provider | null,
    regionId: row.regionId,
    plan: row.plan as Plan,
    cuType: row.cuType as CuType | null,
    cuSize: row.cuSize,
    entities: row.entities === null ? null : Number(row.entities),
  }
}

/** GET /api/wizard */
export async function readWizard(user: SessionUser, sourceId: string | null = null): Promise<WizardOptions> {
  const visible = await visibleProjects(user)
  const names = new Map(visible.map(({ project }) => [project.id, project.name]))
  const [rows, embedded] = await Promise.all([
    db().cluster.findMany({
      where: { projectId: { in: [...names.keys()] }, deletedAt: null, ...(sourceId === null ? {} : { id: sourceId }) },
      select: LISTED,
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
    return { cluster: wizardClusterOf(row, names.get(row.projectId) ?? ''), selectable: reason === null, reason }
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
