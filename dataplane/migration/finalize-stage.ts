// Stage finalizing: after the user's stop, tries of the cutover until one switches, or until it is better to
// go on syncing and say why.
import { AppError } from '../../lib/errors/app-error.ts'
import type { AfterLife } from '../../lib/migration/policy.ts'
import { timeBoxMs, tryCutover, type CutoverSteps } from '../cutover/cutover.ts'
import type { Incarnation } from '../capture/incarnations.ts'
import { ALL_PARTITIONS, type IncarnationId } from '../journal/entry.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { backoffMs, sleep } from '../lifecycle/waiting.ts'
import { nameOf } from '../milvus/catalog.ts'
import { compareCounts, countSourceAhead, type CountedSides, type SourceCount } from '../verifier/compare-counts.ts'
import { unmatchedKeys } from '../verifier/sweep.ts'
import type { Applier } from '../applier/applier.ts'
import type { Context } from './context.ts'
import { catchUp } from './catch-up.ts'
import { CountsAhead } from './count-ahead.ts'
import { moveRoles } from './move-roles.ts'

const MOST_TRIES = 5
/** Longer than writes: what is new is made on the target, and loaded on the source to be counted. No call waits longer at the gate. */
const DDL_HOLD_MS = 10_000

/** True when the target serves now; false when data sync goes on, with `record.cutover.lastRefusal` saying why. */
export async function finalize(context: Context, applier: Applier): Promise<boolean> {
  const { record, signal, log, capture, incarnations } = context
  const differing = new Set<IncarnationId>()
  const counts = new CountsAhead(countedSides(context), applier, log)
  await moveRoles(context)
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const boxMs = timeBoxMs(attempt)
    if (!(await catchUp(context, applier, DDL_HOLD_MS))) return false
    await sweep(context, new Set([...capture.unresolved, ...differing]))
    await counts.count(incarnations.all())
    if (!(await catchUp(context, applier, DDL_HOLD_MS))) return false
    const result = await tryCutover(cutoverSteps(context, applier, (one) => counts.isSettled(one)), boxMs)
    log.info('cutover tried', { attempt, switched: result.switched, heldMs: result.heldMs, spentMs: result.spentMs, ...(!result.switched && { reason: result.reason }) })
    if (result.switched) {
      record.cutover = { ...record.cutover, heldMs: result.heldMs, lastRefusal: null }
      return true
    }
    for (const id of differingIn(result.error)) differing.add(id)
    record.cutover = { attempts: attempt, heldMs: null, lastRefusal: result.reason }
    await context.save()
    if (attempt < MOST_TRIES) await sleep(backoffMs(attempt, 1_000), signal)
  }
  return false
}

/** Collections with an insert whose ids nobody knows, or whose counts differed: what the sides do not share becomes dirty keys. */
async function sweep(context: Context, ids: Iterable<IncarnationId>): Promise<void> {
  const { capture, source, target, journal, log } = context
  const sides = { source: source.server, target: target.server, sourceCapabilities: source.capabilities, targetCapabilities: target.capabilities }
  for (const id of ids) {
    const held = await capture.holdForReading(id)
    if (!held) continue
    try {
      let unmatched = 0
      for await (const keys of unmatchedKeys(sides, held.incarnation.shape)) {
        unmatched += keys.length
        await journal.appendDurable({ kind: 'outcome', at: Date.now(), incarnation: id, intent: journal.end, how: 'landed', write: { scope: ALL_PARTITIONS, keys } })
      }
      log.info('a collection was swept', { collection: nameOf(held.incarnation), unmatched })
    } finally {
      held.release()
    }
  }
}

function countedSides({ source, target, loads, signal }: Context): CountedSides {
  return { source: source.server, target: target.server, sourceCapabilities: source.capabilities, targetCapabilities: target.capabilities, ensureReadable: (shape) => loads.ensureReadable(shape, signal) }
}

/** One try of the cutover, as it is done. `isSettled`: need not be counted in the hold. */
export function cutoverSteps(context: Context, applier: Applier, isSettled: (one: Incarnation) => boolean): CutoverSteps {
  const { capture, writes, journal, record, source, incarnations } = context
  const sides = countedSides(context)
  const unsettled = () => incarnations.all().filter((one) => !isSettled(one))
  let onSource: SourceCount | undefined
  return {
    hold: () => capture.gate.close(),
    async drained() {
      await capture.drained()
      // Where there is no tick to wait for nothing is gained, and Lite's reads are better not made side by side.
      if (source.capabilities.ticks) onSource = countSourceAhead(sides, unsettled().map(({ shape }) => shape))
    },
    async applyToMarker() {
      writes.noteDoubts()
      record.cutover.attempts++
      const marker = await journal.appendDurable({ kind: 'marker', at: Date.now(), attempt: record.cutover.attempts })
      crashPoint('cutover.after-marker')
      await applier.markerApplied(marker)
    },
    verify: () => verify(sides, unsettled(), onSource),
    switchServingSide: () => switchServingSide(context, record.stop?.afterLife ?? 'readonly'),
    release: () => capture.gate.open(),
  }
}

/** What differs is settled anew before the next try; a difference that stays is for a human. */
async function verify(sides: CountedSides, living: readonly Incarnation[], onSource: SourceCount | undefined): Promise<void> {
  const [first, ...more] = await compareCounts(sides, living.map(({ shape }) => shape), onSource)
  if (!first) return
  const others = more.length > 0 ? `, and ${more.length} more collections differ` : ''
  const shapes = new Set([first, ...more].map(({ shape }) => shape))
  throw new AppError(
    'cutover.divergence',
    `Collection "${nameOf(first.shape)}" has ${first.source} entities on the source and ${first.target} on the target${others}. Writes were given back to the source cluster.`,
    { details: { differing: living.filter(({ shape }) => shapes.has(shape)).map(({ id }) => id) } },
  )
}

function differingIn(error: unknown): IncarnationId[] {
  return error instanceof AppError && error.code === 'cutover.divergence' ? (error.details.differing as IncarnationId[]) : []
}

/** The one durable decision; then the source refuses or takes writes by its after-life. */
async function switchServingSide(context: Context, afterLife: AfterLife): Promise<void> {
  const { record, capture, clusters, store } = context
  const decided = { ...record, stage: 'completed' as const, servingSide: 'target' as const, endedAt: Date.now() }
  try {
    await store.saveRecord(decided)
    crashPoint('cutover.after-switch')
  } catch (error) {
    // The document is replaced as a whole: it says which side serves, whatever failed around it.
    if ((await store.loadRecord())?.servingSide !== 'target') throw error
  }
  Object.assign(record, decided)
  if (afterLife === 'readonly') capture.gate.retire()
  else capture.leaveSource()
  clusters.enforce(record, undefined)
  crashPoint('cutover.after-enforce')
}
