// Which REST routes change nothing. An allow-list of exact paths: a path that it does not know, whatever its
// spelling, counts as a write.
import type { RuledClass } from '../policy.ts'

const READS_V2: Record<string, string[]> = {
  collections: ['list', 'has', 'describe', 'batch_describe', 'get_stats', 'get_load_state'],
  entities: ['query', 'get', 'search', 'advanced_search', 'hybrid_search'],
  partitions: ['list', 'has', 'get_stats'],
  databases: ['list', 'describe'],
  indexes: ['list', 'describe'],
  aliases: ['list', 'describe'],
  users: ['list', 'describe'],
  roles: ['list', 'describe'],
  privilege_groups: ['list'],
  resource_groups: ['list', 'describe'],
  file_resources: ['list'],
  'jobs/import': ['list', 'describe', 'get_progress'],
  segments: ['describe'],
  quotacenter: ['describe'],
  common: ['run_analyzer'],
}
const LOADS_V2: Record<string, string[]> = {
  collections: ['load', 'refresh_load'],
  partitions: ['load'],
}
const RELEASES_V2: Record<string, string[]> = {
  collections: ['release'],
  partitions: ['release'],
}
const READS_V1 = ['collections', 'collections/describe', 'get', 'query', 'search']

function pathsOf(table: Record<string, string[]>): string[] {
  return Object.entries(table).flatMap(([group, actions]) => actions.map((action) => `/v2/vectordb/${group}/${action}`))
}

const READS = new Set([
  ...pathsOf(READS_V2),
  // Moves what is written to storage, like the Flush RPC.
  '/v2/vectordb/collections/flush',
  ...READS_V1.map((route) => `/v1/vector/${route}`),
])
const LOADS = new Set(pathsOf(LOADS_V2))
const RELEASES = new Set(pathsOf(RELEASES_V2))

/** The class of a REST path without its query string; `unknown` for everything that may change something. */
export function classOfRoute(path: string): RuledClass {
  if (READS.has(path)) return 'read'
  if (LOADS.has(path)) return 'load'
  return RELEASES.has(path) ? 'release' : 'unknown'
}
