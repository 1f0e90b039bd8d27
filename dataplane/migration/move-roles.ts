// Roles and grants go along with the data. They are no entities: a problem with them is told, and ends no migration.
import { carryRoles } from '../milvus/roles.ts'
import { describeError } from '../lifecycle/logger.ts'
import type { Context } from './context.ts'

const MOST_NAMED = 20

/** Brings the target's roles and grants to those of the source, and notes what the target does not have then. */
export async function moveRoles(context: Context): Promise<void> {
  const { source, target, record, log } = context
  if (!source.capabilities.hasRoles || !target.capabilities.hasRoles) return
  const notes: string[] = []
  try {
    const carried = await carryRoles(source.server, target.server)
    if (carried.missingUsers.length > 0)
      notes.push(`These users are not on the target cluster, because passwords cannot be read: ${named(carried.missingUsers)}. Create them there before applications sign in with them.`)
    for (const one of carried.refused) notes.push(`The target cluster did not take the ${one}`)
    log.info('roles were carried', { roles: carried.roles, missingUsers: carried.missingUsers.length, refused: carried.refused.length })
  } catch (error) {
    log.warn('roles could not be carried', { error: describeError(error) })
    notes.push('Roles and grants could not be carried to the target cluster; the log of the data plane says why. Check them there.')
  }
  record.notes = { ...record.notes, roles: notes.length > MOST_NAMED ? [...notes.slice(0, MOST_NAMED), `There are ${notes.length - MOST_NAMED} more like these.`] : notes }
  await context.save()
}

function named(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
  return names.slice(0, MOST_NAMED).map((name) => `"${name}"`).join(', ') + more
}
