// Every error code of the product: whose fault, what to do next, which HTTP status. docs/errors.md has an
// entry for each, and a test compares the two.
import type { Fault, Next } from './fault.ts'

type Entry = { fault: Fault; next: Next; http: number }
const entry = (fault: Fault, next: Next, http: number): Entry => ({ fault, next, http })

export const CATALOGUE = {
  'request.invalid': entry('client', 'abort', 400),
  'request.unauthorized': entry('client', 'abort', 401),
  'request.forbidden': entry('client', 'abort', 403),
  'request.not_found': entry('client', 'abort', 404),
  'internal.unexpected': entry('gateway', 'abort', 500),
  'config.invalid': entry('config', 'abort', 500),

  'member.last_owner': entry('client', 'abort', 409),
  'member.last_admin': entry('client', 'abort', 409),
  'invitation.not_valid': entry('client', 'ask', 410),
  'project.not_deletable': entry('client', 'pause', 409),

  'cluster.not_found': entry('client', 'abort', 404),
  'cluster.exists': entry('client', 'abort', 409),
  'cluster.busy': entry('client', 'pause', 409),
  'cluster.unreachable': entry('source', 'retry', 502),
  'cluster.unauthorized': entry('config', 'ask', 502),
  'cluster.too_old': entry('source', 'abort', 422),
  'cluster.locked': entry('client', 'pause', 409),
  'cluster.name_taken': entry('client', 'abort', 409),
  'gateway.port_unavailable': entry('config', 'ask', 409),
  'embedded.unavailable': entry('config', 'ask', 503),
  'embedded.crashed': entry('target', 'retry', 502),

  'migration.not_found': entry('client', 'abort', 404),
  'migration.exists': entry('client', 'abort', 409),
  'migration.not_allowed': entry('client', 'abort', 409),
  'migration.blocked': entry('operator', 'ask', 422),
  'migration.lag_too_high': entry('operator', 'pause', 409),
  'migration.not_verified': entry('operator', 'pause', 409),
  'migration.sync_limit': entry('operator', 'abort', 409),

  'journal.write_failed': entry('gateway', 'abort', 507),
  'journal.damaged': entry('gateway', 'abort', 500),
  'copy.failed': entry('source', 'abort', 502),
  'cutover.timed_out': entry('target', 'retry', 504),
  'cutover.divergence': entry('target', 'ask', 409),
  'milvus.refused': entry('source', 'abort', 502),
  'milvus.unknown_outcome': entry('source', 'retry', 502),

  'store.damaged': entry('gateway', 'abort', 500),
  'console.unreachable': entry('operator', 'retry', 503),
  'dataplane.unreachable': entry('config', 'retry', 503),
} as const satisfies Record<string, Entry>

export type ErrorCode = keyof typeof CATALOGUE
