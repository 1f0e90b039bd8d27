// Somebody is always in charge: an organization keeps an owner, and a project that has an admin keeps one.
import type { Tx } from '../db/client.ts'
import { AppError } from '../errors/app-error.ts'

/** Throws member.last_owner where nobody else is an owner. The people must be locked. */
export async function requireAnotherOwner(tx: Tx, { organizationId, userId }: { organizationId: string; userId: string }): Promise<void> {
  const others = await tx.organizationMember.count({ where: { organizationId, role: 'owner', userId: { not: userId } } })
  if (others > 0) return
  throw new AppError('member.last_owner', 'An organization keeps at least one Organization Owner. Make somebody else owner first.')
}

/** Throws member.last_admin where the person is the only admin of one of these projects. The people must be locked. */
export async function requireAnotherAdmin(tx: Tx, { projectIds, userId }: { projectIds: string[]; userId: string }): Promise<void> {
  const alone = await tx.project.findMany({
    where: {
      id: { in: projectIds },
      deletedAt: null,
      members: { some: { userId, role: 'admin' }, none: { role: 'admin', userId: { not: userId } } },
    },
    select: { name: true },
    orderBy: { name: 'asc' },
  })
  if (alone.length === 0) return
  const names = alone.map(({ name }) => `"${name}"`).join(', ')
  throw new AppError('member.last_admin', `A project keeps at least one Project Admin, and this is the only one of ${names}. Make somebody else Project Admin there first.`)
}
