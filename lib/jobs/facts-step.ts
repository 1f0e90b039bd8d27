// From the data plane's facts to what is stored and said. Pure: the row and the facts come in, a step goes
// out. The data plane decides; nothing here invents a stage.
import type { MigrationFacts, VerificationFacts } from '../contracts/control-api.ts'
import type { Migration } from '../generated/prisma/client.ts'
import { hasCaughtUp, LAG_GOAL_READINGS } from '../migration/lag.ts'
import type { Stage } from '../migration/stage.ts'
import { isEnded } from '../migration/stage.ts'
import type { Step } from './step.ts'
import { FACTS_EVERY_MS } from './step.ts'
import { differencesSaid, hasNewEnd, hasNewResync, resyncSaid, verificationSaid } from './verification-said.ts'

type Row = Pick<Migration, 'stage' | 'wanted' | 'stopForwardedAt' | 'caughtUpAt' | 'recentLagMs' | 'dataPlaneProblem' | 'keepTarget' | 'factsAt'>

const SAID: Record<Stage, string> = {
  preparing: 'The target cluster is being prepared.',
  copying: 'The existing data is being migrated.',
  syncing: 'The existing data is migrated; incremental data is being synced.',
  finalizing: 'The data sync is being stopped.',
  completed: 'The migration is complete: the target cluster is running.',
  failed: 'The migration failed.',
  cancelled: 'The migration was cancelled.',
}

function blockedReason(facts: MigrationFacts): string | null {
  return facts.condition.kind === 'blocked' ? facts.condition.reason : null
}

function eventsOf(row: Row, before: MigrationFacts | null, facts: MigrationFacts): Step['events'] {
  const events: Step['events'] = []
  if (facts.stage === 'failed') events.push({ kind: 'failure', message: facts.failure?.message ?? SAID.failed })
  else if (facts.stage !== row.stage) events.push({ kind: 'stage', message: SAID[facts.stage] })
  const blocked = blockedReason(facts)
  if (blocked !== null && (before === null || blockedReason(before) !== blocked))
    events.push({ kind: 'condition', message: blocked })
  const refusal = facts.cutover.lastRefusal
  if (refusal !== null && refusal !== before?.cutover.lastRefusal) events.push({ kind: 'condition', message: refusal })
  return [...events, ...verificationEvents(before?.verification ?? null, facts.verification)]
}

function verificationEvents(before: VerificationFacts | null, now: VerificationFacts | null): Step['events'] {
  const events: Step['events'] = []
  if (hasNewEnd(before, now)) events.push({ kind: 'verification', message: verificationSaid(now) })
  if (now !== null && hasNewResync(before, now))
    events.push({ kind: 'verification', message: resyncSaid(now) })
  return events
}

/** Facts younger than this after a stop was passed on may be from before it. */
const STOP_SETTLES_MS = 3_000

/** The wish to stop was taken, and the data plane syncs again without it: it gave up, so the user is asked again. */
function gaveUpStopping(row: Row, facts: MigrationFacts, at: Date): boolean {
  if (row.wanted !== 'stop' || row.stopForwardedAt === null) return false
  if (at.getTime() - row.stopForwardedAt.getTime() < STOP_SETTLES_MS) return false
  return facts.stage === 'syncing' && facts.stopRequestedAt === null
}

function readingsOf(row: Row, facts: MigrationFacts): number[] {
  if (facts.stage !== 'syncing' || facts.sync.lagMs === null) return row.recentLagMs
  return [...row.recentLagMs, facts.sync.lagMs].slice(-LAG_GOAL_READINGS)
}

type Mails = NonNullable<Step['mails']>

/** Told so long before a sync that nobody stops fails. */
const ENDS_SOON_MS = 24 * 60 * 60 * 1000

/** True in the one step whose facts are the first within that time, however long nobody looked. */
function endsSoonFirst(row: Row, before: MigrationFacts | null, { stage, syncEndsAt }: MigrationFacts, at: Date): boolean {
  const endsSoon = (facts: Pick<MigrationFacts, 'stage' | 'syncEndsAt'>, then: Date | null) =>
    facts.stage === 'syncing' && facts.syncEndsAt !== null && then !== null && then.getTime() >= facts.syncEndsAt - ENDS_SOON_MS
  return endsSoon({ stage, syncEndsAt }, at) && (before === null || !endsSoon(before, row.factsAt))
}

function mailsOf(before: MigrationFacts | null, facts: MigrationFacts, first: { caughtUp: boolean; endsSoon: boolean }): Mails {
  if (facts.stage === 'completed') return [{ kind: 'succeeded', reason: null }]
  if (facts.stage === 'failed') return [{ kind: 'failed', reason: facts.failure?.message ?? null }]
  if (facts.stage === 'cancelled') return [{ kind: 'canceled', reason: null }]
  const mails: Mails = first.caughtUp ? [{ kind: 'caught_up', reason: null }] : []
  if (first.endsSoon) mails.push({ kind: 'ends_soon', reason: null })
  const { verification } = facts
  if (hasNewEnd(before?.verification ?? null, verification) && verification.differing > 0)
    mails.push({ kind: 'differs', reason: differencesSaid(verification) })
  return mails
}

function sampleOf(facts: MigrationFacts, at: Date): Step['sample'] {
  const { lagMs, acceptPerS, applyPerS } = facts.sync
  if (lagMs === null || (facts.stage !== 'syncing' && facts.stage !== 'finalizing')) return undefined
  return { at, lagMs, acceptPerS, applyPerS }
}

/** What these facts change. `before` are the facts stored so far. */
export function factsStep(row: Row, before: MigrationFacts | null, facts: MigrationFacts, at = new Date()): Step {
  const recentLagMs = readingsOf(row, facts)
  const firstCaughtUp = row.caughtUpAt === null && facts.stage === 'syncing' && hasCaughtUp(recentLagMs)
  const gaveUp = gaveUpStopping(row, facts, at)
  const ended = isEnded(facts.stage)
  const sample = sampleOf(facts, at)
  return {
    data: {
      stage: facts.stage,
      facts,
      factsAt: at,
      dataPlaneProblem: null,
      recentLagMs,
      ...(firstCaughtUp ? { caughtUpAt: at } : {}),
      ...(gaveUp ? { wanted: 'run', stopForwardedAt: null, acceptLag: false, acceptUnverified: false } : {}),
      ...(ended ? { endedAt: facts.endedAt === null ? at : new Date(facts.endedAt) } : {}),
      ...(facts.stage === 'failed'
        ? { failureCode: facts.failure?.code ?? 'internal.unexpected', failureMessage: facts.failure?.message ?? SAID.failed }
        : {}),
    },
    events: eventsOf(row, before, facts),
    mails: mailsOf(before, facts, { caughtUp: firstCaughtUp, endsSoon: endsSoonFirst(row, before, facts, at) }),
    ...(sample === undefined ? {} : { sample }),
    dropTarget: facts.stage === 'cancelled' && !row.keepTarget,
    nextInMs: FACTS_EVERY_MS,
  }
}
