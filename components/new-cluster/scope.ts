// What a migration of this source moves, leaves behind and forbids meanwhile, in sentences with its own names. Pure.
import { counted, wholeNumber } from '@/components/ui/number-format'
import type { PrecheckResult, SourceContents } from '@/lib/contracts/control-api'
import type { IndexChoice } from '@/lib/migration/index-choice'

/** Refused on the source from the start to the end of a migration; a test compares them with what the gateway refuses. */
export const REFUSED_MEANWHILE = ['AlterCollection', 'AlterCollectionField', 'CreateAlias', 'DropAlias', 'AlterAlias', 'RenameCollection', 'AlterDatabase', 'Import'] as const

export type Scope = { moves: string[]; stays: string[] }

/** `precheck` is undefined while the source is being looked at: then it is said in general. */
export function scopeOf(precheck: PrecheckResult | undefined, indexes: IndexChoice): Scope {
  const contents = precheck?.contents ?? null
  return {
    moves: [...moved(contents === null ? undefined : precheck), ...(indexes === 'source' ? ['Index definitions, also of scalar fields'] : [])],
    stays: [INDEXES_LEFT[indexes], loadState(contents), ...people(contents), ...ages(contents)],
  }
}

const INDEXES_LEFT: Record<IndexChoice, string> = {
  auto: 'Index types and scalar indexes: vector fields get AUTOINDEX with the same metric',
  source: 'Index types that the target does not know: vector fields get AUTOINDEX there',
}

function moved(precheck: PrecheckResult | undefined): string[] {
  if (precheck === undefined) return ['All databases, collections and partitions', 'Schemas as they are, and every entity', 'Aliases']
  return [
    `All of it: ${counted(precheck.databases, 'database')}, ${counted(precheck.collections, 'collection')} with their partitions`,
    `Schemas as they are, and every entity: about ${wholeNumber(precheck.entities)}`,
    'Aliases',
  ]
}

function loadState(contents: SourceContents | null): string {
  const which = contents === null ? 'collections are' : contents.loaded === 1 ? 'the loaded collection is' : `the ${wholeNumber(contents.loaded)} loaded collections are`
  return contents?.loaded === 0 ? 'Load state: no collection is loaded on the source' : `Load state: ${which} left unloaded on the target`
}

function people(contents: SourceContents | null): string[] {
  const general = 'Users and their passwords, roles and grants: the target has its own token'
  if (contents === null) return [general]
  const { users, roles } = contents
  const said = [
    ...(users.length > 0 ? [`${counted(users.length, 'user')}, since passwords cannot be read: ${names(users)}`] : []),
    ...(roles.length > 0 ? [`${counted(roles.length, 'role')} with the grants, which the target does not know: ${names(roles)}`] : []),
  ]
  return said.length > 0 ? said : ['The token: the target has its own']
}

function ages(contents: SourceContents | null): string[] {
  if (contents === null) return ['Ages of entities: where a collection has a TTL, it counts from the copy on']
  if (contents.expiring.length === 0) return []
  return [`Ages of entities, which count from the copy on: ${names(contents.expiring.map(({ database, name }) => (database === 'default' ? name : `${database}.${name}`)))} with a TTL`]
}

const MOST_NAMED = 5

function names(all: readonly string[]): string {
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : ''
  return all.slice(0, MOST_NAMED).join(', ') + more
}
