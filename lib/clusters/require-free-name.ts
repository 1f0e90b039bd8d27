import type { Tx } from '../db/client.ts'
import { AppError } from '../errors/app-error.ts'

/** The refusal of a name that another cluster of the project has. `field` is the input to blame. */
export function nameTaken(name: string, field: string): AppError {
  return new AppError('cluster.name_taken', `This project has a cluster named "${name}" already. Choose another name.`, {
    details: { field },
  })
}

/** Throws cluster.name_taken. A unique index guards the moment between this look and the write. */
export async function requireFreeName(
  tx: Tx,
  wanted: { projectId: string; name: string; field: string; exceptId?: string },
): Promise<void> {
  const other = await tx.cluster.findFirst({
    where: {
      projectId: wanted.projectId,
      name: { equals: wanted.name, mode: 'insensitive' },
      deletedAt: null,
      ...(wanted.exceptId === undefined ? {} : { id: { not: wanted.exceptId } }),
    },
  })
  if (other !== null) throw nameTaken(wanted.name, wanted.field)
}
