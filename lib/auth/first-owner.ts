// The first run: while there is no user, whoever opens the console makes the first owner.
import type { z } from 'zod'
import type { CreateFirstOwnerRequest } from '../contracts/console-requests.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import { DEFAULT_PROJECT } from '../projects/project-rules.ts'
import { hashPassword } from './password.ts'

/** True while nobody can sign in yet. */
export async function isFirstRun(): Promise<boolean> {
  return (await db().user.count()) === 0
}

/** Makes the first user, their organization and its Default Project. Throws request.forbidden once there is a user. */
export async function createFirstOwner(input: z.infer<typeof CreateFirstOwnerRequest>): Promise<{ email: string }> {
  const passwordHash = await hashPassword(input.password)
  return db().$transaction(async (tx) => {
    // One at a time: two people on the set-up page must not both become the first.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(727073691)`
    if ((await tx.user.count()) > 0)
      throw new AppError('request.forbidden', 'This console has been set up already. Sign in instead.')
    const user = await tx.user.create({
      data: { id: newId.user(), email: input.email, name: input.name, passwordHash },
    })
    const organizationId = newId.organization()
    await tx.organization.create({
      data: {
        id: organizationId,
        name: input.organization,
        members: { create: { userId: user.id, role: 'owner' } },
        projects: {
          create: {
            id: newId.project(),
            name: DEFAULT_PROJECT,
            members: { create: { userId: user.id, role: 'admin' } },
          },
        },
      },
    })
    await recordActivity(tx, { organizationId, userId: user.id, message: `Organization "${input.organization}" was created.` })
    return { email: user.email }
  })
}
