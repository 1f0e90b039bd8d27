import type { Tx } from '../db/client.ts'
import { AppError } from '../errors/app-error.ts'

/**
 * Throws request.not_found where the project is deleted; until the end of `tx` it is not. Whatever puts a cluster
 * into a project calls this, so that a project is deleted only when it is empty.
 */
export async function keepProject(tx: Tx, projectId: string): Promise<void> {
  const live = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "Project" WHERE "id" = ${projectId} AND "deletedAt" IS NULL FOR SHARE`
  if (live.length === 0) throw new AppError('request.not_found', 'The project has been deleted.')
}
