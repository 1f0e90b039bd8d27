import type { Collection } from '../contracts/collections-api.ts'

/** Milvus' load state in the console's words; whatever is not loaded or loading counts as not loaded. */
export function loadStateOf(state: string): Collection['loadState'] {
  if (state === 'LoadStateLoaded') return 'loaded'
  return state === 'LoadStateLoading' ? 'loading' : 'not_loaded'
}

/** Why a collection cannot be loaded: Milvus asks for an index on every vector field. Null when it can. */
export function loadBlockedOf(fields: Collection['fields'], indexes: Collection['indexes']): string | null {
  const indexed = new Set(indexes.map(({ field }) => field))
  const bare = fields.filter(({ name, type }) => type.endsWith('Vector') && !indexed.has(name)).map(({ name }) => `"${name}"`)
  if (bare.length === 0) return null
  return `Create an index on ${bare.length === 1 ? 'the vector field' : 'the vector fields'} ${bare.join(', ')} first.`
}
