import { dataPlane } from '../clusters/data-plane.ts'
import { consoleConfig } from '../config/console.ts'
import { PROVIDERS, regionsOf } from '../contracts/cluster-catalogue.ts'
import type { OrganizationSettings } from '../contracts/organization-api.ts'
import { db } from '../db/client.ts'
import { publicMessageOf } from '../errors/app-error.ts'
import { ACTIVE_STAGES } from '../jobs/active-stages.ts'
import { mailServerOf } from '../mail/mail-server.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireOrganizationPermission } from '../permissions/access.ts'

type DataPlane = OrganizationSettings['dataPlanes'][number]

async function healthOf(): Promise<Pick<DataPlane, 'version' | 'startedAt' | 'problem' | 'embedded'>> {
  try {
    return { ...(await dataPlane().health()), problem: null }
  } catch (error) {
    return { version: null, startedAt: null, embedded: null, problem: publicMessageOf(error) }
  }
}

async function readDataPlane(organizationId: string): Promise<DataPlane> {
  const [health, clusters, runningMigrations] = await Promise.all([
    healthOf(),
    db().cluster.count({ where: { deletedAt: null, project: { organizationId } } }),
    db().migration.count({ where: { stage: { in: ACTIVE_STAGES }, source: { project: { organizationId } } } }),
  ])
  return { address: consoleConfig().DATA_PLANE_URL, ...health, clusters, runningMigrations }
}

/** GET /api/organization/settings — how this console is set up; no secret is among it. */
export async function readSettings(user: SessionUser): Promise<OrganizationSettings> {
  const { organization } = await requireOrganizationPermission(user, 'organization.settings')
  const { SMTP_URL, MAIL_FROM } = consoleConfig()
  return {
    name: organization.name,
    mail: { ...mailServerOf(SMTP_URL), sender: MAIL_FROM },
    dataPlanes: [await readDataPlane(organization.id)],
    providers: PROVIDERS.map((provider) => ({
      provider,
      regions: regionsOf(provider).map(({ id, place }) => ({ id, place, driver: 'embedded' as const })),
    })),
  }
}
