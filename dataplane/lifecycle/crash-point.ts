// Named moments at which a test may end the process, as a power cut would: right before and right after every step
// that leaves something on disk or on a server. Off unless the data plane's CRASH_POINT option names one.
import fs from 'node:fs'

/** Every moment, in the order in which a migration meets them. */
export const CRASH_POINTS = [
  // A cluster's own record.
  'cluster.before-record',
  'cluster.after-record',
  'cluster.before-forget',
  'cluster.after-forget',
  // The migration's record, and any small document under way.
  'migration.before-record',
  'migration.after-record',
  'migration.before-stage',
  'migration.after-stage',
  'document.after-draft',
  'document.after-rename',
  // What an earlier process left open.
  'recovery.before-settle',
  'recovery.after-settle',
  'copier.after-mirror',
  'copier.after-plan',
  'copier.before-pending',
  'copier.after-pending',
  'copier.after-insert',
  'copier.before-redo',
  'copier.after-overwrite',
  'copier.after-redo',
  'copier.after-range',
  'copier.before-finish',
  'copier.after-finish',
  'journal.before-write',
  'journal.after-write',
  'journal.after-sync',
  'journal.before-segment',
  'journal.after-segment',
  'journal.before-trim',
  'journal.after-trim',
  'capture.before-intent',
  'capture.after-intent',
  'capture.after-forward',
  'capture.after-outcome',
  'capture.after-doubt',
  'capture.before-landed',
  'capture.after-landed',
  'ddl.before-intent',
  'ddl.after-intent',
  'ddl.after-forward',
  'ddl.after-outcome',
  'applier.before-window',
  'applier.after-resolve',
  'applier.after-read',
  'applier.after-write',
  'applier.after-delete',
  'applier.before-ddl',
  'applier.after-ddl',
  'applier.before-database-ddl',
  'applier.after-database-ddl',
  'applied.before-save',
  'applied.after-save',
  'cutover.after-hold',
  'cutover.after-drain',
  'cutover.after-marker',
  'cutover.after-applied',
  'cutover.before-switch',
  'cutover.after-switch',
  'cutover.after-enforce',
  // What an ended migration means for its clusters.
  'settle.after-release',
  'settle.after-source',
  'settle.after-clusters',
  'settle.after-record',
  'settle.after-journal',
  // Ends without a switch.
  'migration.before-end',
  'migration.after-end',
  'migration.before-gap',
  'migration.after-gap',
] as const
export type CrashPoint = (typeof CRASH_POINTS)[number]

let armed: { point: CrashPoint; left: number } | undefined

/** Arms a point given as `name` or `name:N` (its Nth hit). Throws where there is no such point. */
export function armCrashPoint(spec: string): void {
  const [name, hit] = spec.split(':')
  const point = CRASH_POINTS.find((one) => one === name)
  if (!point) throw new Error(`There is no crash point "${name}".`)
  armed = { point, left: hit === undefined ? 1 : Number(hit) }
}

/** Ends the process here, without any clearing up, if this point is armed and has been passed often enough. */
export function crashPoint(point: CrashPoint): void {
  if (armed?.point !== point || --armed.left > 0) return
  fs.writeSync(process.stderr.fd, `${JSON.stringify({ crashPoint: point })}\n`)
  process.kill(process.pid, 'SIGKILL')
}
