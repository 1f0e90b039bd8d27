// What a policy does with a call: the whole table, and the sentence that a refused client reads. Pure; it
// does not know how a call is relayed, captured or answered.
import type { Policy } from '../../lib/migration/policy.ts'
import type { CallClass } from './method-table.ts'
import type { CapturedClass, Interceptor } from './ports.ts'

/** A class of the method table, or a method that nobody classified. */
export type RuledClass = CallClass | 'unknown'

/**
 * - `pass`: relayed. `refuse`: answered by the gateway.
 * - `offer`: relayed unless an interceptor wants it.
 * - `capture`: must go by an interceptor, which may decline the class; without one it waits.
 */
type Rule = 'pass' | 'offer' | 'capture' | 'refuse'

const NOTHING_CHANGES: Record<RuledClass, Rule> = {
  session: 'pass',
  read: 'pass',
  write: 'refuse',
  ddl: 'refuse',
  index: 'refuse',
  load: 'refuse',
  release: 'refuse',
  alias: 'refuse',
  alter: 'refuse',
  rbac: 'refuse',
  admin: 'refuse',
  replication: 'refuse',
  import: 'refuse',
  unknown: 'refuse',
}

const CAPTURED: Record<RuledClass, Rule> = {
  ...NOTHING_CHANGES,
  write: 'capture',
  ddl: 'capture',
  index: 'capture',
  load: 'offer',
  // Milvus answers a Strong read that meets a release with no entities (measured on 2.3.5).
  release: 'capture',
  rbac: 'pass',
  admin: 'pass',
}

const RULES: Record<Policy, Record<RuledClass, Rule>> = {
  open: {
    session: 'pass',
    read: 'pass',
    write: 'offer',
    ddl: 'offer',
    index: 'offer',
    load: 'pass',
    release: 'pass',
    alias: 'pass',
    alter: 'pass',
    rbac: 'pass',
    admin: 'pass',
    replication: 'pass',
    import: 'pass',
    unknown: 'pass',
  },
  locked: CAPTURED,
  // The interceptor holds what it captures.
  fenced: CAPTURED,
  syncing: NOTHING_CHANGES,
  readonly: { ...NOTHING_CHANGES, load: 'pass', release: 'pass' },
}

/** What happens to one call now. `wait`: captured writes have nobody to record them yet; clients retry. */
export type Ruling = 'pass' | 'intercept' | 'refuse' | 'wait'

/** Applies the table. Invariant: under `locked` and `fenced` no write passes unless an interceptor declined its class. */
export function rule(policy: Policy, callClass: RuledClass, interceptor: Interceptor | undefined): Ruling {
  const found = RULES[policy][callClass]
  if (found === 'pass' || found === 'refuse') return found
  if (interceptor === undefined) return found === 'offer' ? 'pass' : 'wait'
  return interceptor.wants(callClass as CapturedClass) ? 'intercept' : 'pass'
}

/** Whether a call of this class may change entities or their schema. */
export function changesData(callClass: RuledClass): boolean {
  switch (callClass) {
    case 'session':
    case 'read':
    case 'load':
    case 'release':
    case 'rbac':
    case 'admin':
      return false
    default:
      return true
  }
}

/** Whether a migration's start waits for calls of this class: they change the source, or what a read of it shows. */
export function isAwaited(callClass: RuledClass): boolean {
  return changesData(callClass) || callClass === 'release'
}

/** Why an operation is refused and until when, for the client's exception. */
export function refusalReason(operation: string, policy: Policy, migrationId: string | undefined): string {
  const migration = migrationId === undefined ? 'a migration' : `migration "${migrationId}"`
  switch (policy) {
    case 'locked':
    case 'fenced':
      return (
        `${operation} is refused: this cluster is Locked as the source of ${migration}, which cannot carry this ` +
        'operation to the target. It is allowed again when the migration has ended.'
      )
    case 'syncing':
      return (
        `${operation} is refused: this cluster is Syncing as the target of ${migration} and only the migration may ` +
        'change it. It is allowed when the data sync has been stopped; until then use the source cluster.'
      )
    case 'readonly':
      return (
        `${operation} is refused: this cluster was the source of ${migration}, has been moved to its target and is ` +
        'read-only. Use the target cluster; an organization owner can make this one writable again.'
      )
    case 'open':
      return `${operation} is refused by the gateway.`
  }
}

/** Why a write cannot be taken for now. */
export function waitReason(operation: string, migrationId: string | undefined): string {
  const migration = migrationId === undefined ? 'a migration' : `migration "${migrationId}"`
  return `${operation} must wait: ${migration} is not ready to record writes of this cluster. Try again shortly.`
}
