// The frame of every change of who belongs where. One at a time in an organization, so that of two people who
// take each other's role away the second is refused, and a last owner or admin is never missed.
import type { Permission } from '../contracts/console-api.ts'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'
import type { OrganizationAccess, ProjectAccess, SessionUser } from '../permissions/access.ts'
import { organizationAccess, requireOrganizationPermission, requirePermission } from '../permissions/access.ts'

/** Waits until no other change of the organization's people is under way, and keeps others waiting until the end of `tx`. */
export async function lockPeople(tx: Tx, organizationId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} FOR NO KEY UPDATE`
}

/** Runs `work` for a person who may do this in the organization; looked up once nobody else can change it. */
export async function changePeople<T>(
  user: SessionUser,
  permission: Permission,
  work: (tx: Tx, access: OrganizationAccess) => Promise<T>,
): Promise<T> {
  return db().$transaction(async (tx) => {
    const { organization } = await organizationAccess(user, tx)
    await lockPeople(tx, organization.id)
    return work(tx, await requireOrganizationPermission(user, permission, tx))
  })
}

/** As changePeople, for the members of one project. */
export async function changeProjectPeople<T>(
  user: SessionUser,
  projectId: string,
  work: (tx: Tx, access: ProjectAccess) => Promise<T>,
): Promise<T> {
  return db().$transaction(async (tx) => {
    const { organization } = await organizationAccess(user, tx)
    await lockPeople(tx, organization.id)
    return work(tx, await requirePermission(user, 'member.manage', { projectId }, tx))
  })
}
