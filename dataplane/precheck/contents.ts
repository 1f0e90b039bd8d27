// What the source holds, for the wizard: figures for advice on the target's size, and names of what stays behind.
import type { SourceContents } from '../../lib/contracts/control-api.ts'
import { listUsers } from '../milvus/roles.ts'
import { isRefusal } from '../milvus/server.ts'
import { bytesOfEntity } from './bytes-of-entity.ts'
import type { CheckInput } from './check.ts'
import { ownRoles } from './roles.ts'
import { timeToLive } from './ttl.ts'

const BYTES_OF_A_FLOAT = 4
/** Names of one kind that are passed on; a page shows fewer. */
const MOST_NAMES = 100

/** Never fails for what only advises: names that cannot be listed are left out. */
export async function contentsOf(input: CheckInput): Promise<SourceContents> {
  const { source, sourceCapabilities, targetCapabilities, collections } = input
  const names = (list: () => Promise<string[]>) => (sourceCapabilities.hasRoles ? listed(list) : Promise.resolve([]))
  const [users, roles] = await Promise.all([names(() => listUsers(source)), targetCapabilities.hasRoles ? [] : names(() => ownRoles(source))])
  const expiring = collections.filter(({ shape }) => timeToLive(shape) > 0).map(({ shape }) => ({ database: shape.database, name: shape.name }))
  return {
    ...sizeOf(collections),
    loaded: collections.filter(({ loaded }) => loaded).length,
    users: users.slice(0, MOST_NAMES),
    roles: roles.slice(0, MOST_NAMES),
    expiring: expiring.slice(0, MOST_NAMES),
  }
}

function sizeOf(collections: CheckInput['collections']): Pick<SourceContents, 'bytes' | 'vectors'> {
  const byDimensions = new Map<number, number>()
  let bytes = 0
  for (const { shape, entities } of collections) {
    const one = bytesOfEntity(shape.schemaBytes)
    const dimensions = one.vectors / BYTES_OF_A_FLOAT
    bytes += one.about * entities
    byDimensions.set(dimensions, (byDimensions.get(dimensions) ?? 0) + entities)
  }
  return { bytes: Math.round(bytes), vectors: [...byDimensions].map(([dimensions, entities]) => ({ dimensions, entities })) }
}

async function listed(list: () => Promise<string[]>): Promise<string[]> {
  try {
    return await list()
  } catch (error) {
    if (isRefusal(error)) return []
    throw error
  }
}
