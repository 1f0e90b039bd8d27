import { describe, expect, it } from 'vitest'
import type { MigrationFacts } from '../contracts/control-api.ts'
import { factsStep } from './facts-step.ts'
import { differingVerification, verificationFacts } from './testing/verification-facts.ts'

type Row = Parameters<typeof factsStep>[0]

const row = (over: Partial<Row> = {}): Row => ({
  stage: 'syncing',
  wanted: 'run',
  stopForwardedAt: null,
  caughtUpAt: null,
  recentLagMs: [],
  dataPlaneProblem: null,
  keepTarget: false,
  factsAt: null,
  ...over,
})

const facts = (over: Partial<MigrationFacts> = {}, lagMs: number | null = 500): MigrationFacts => ({
  id: 'job-a',
  sourceId: 'in01-a',
  targetId: 'in01-b',
  stage: 'syncing',
  condition: { kind: 'running' },
  servingSide: 'source',
  startedAt: 1,
  syncStartedAt: 2,
  syncEndsAt: null,
  stopRequestedAt: null,
  endedAt: null,
  failure: null,
  copy: { total: 1, copied: 1, ratePerS: 0, timeLeftMs: 0 },
  collections: [],
  sync: { lagMs, lagEntries: 0, acceptPerS: 1, applyPerS: 1, heartbeatAt: 1 },
  cutover: { attempts: 0, heldMs: null, lastRefusal: null },
  notes: [],
  loadedOnSource: null,
  verification: null,
  ...over,
})

const AT = new Date(100_000)

describe('factsStep', () => {
  it('says a change of stage once, and nothing while nothing changes', () => {
    expect(factsStep(row({ stage: 'copying' }), null, facts()).events).toEqual([
      { kind: 'stage', message: 'The existing data is migrated; incremental data is being synced.' },
    ])
    expect(factsStep(row(), facts(), facts()).events).toEqual([])
  })

  it('says a new reason for waiting, and not the same one twice', () => {
    const blocked = facts({ condition: { kind: 'blocked', reason: 'The target does not answer.' } })
    expect(factsStep(row(), facts(), blocked).events).toEqual([{ kind: 'condition', message: 'The target does not answer.' }])
    expect(factsStep(row(), blocked, blocked).events).toEqual([])
  })

  it('announces caught-up at the third low reading in a row and never again', () => {
    const low = { recentLagMs: [10, 20] }
    expect(factsStep(row(low), null, facts()).mails).toEqual([{ kind: 'caught_up', reason: null }])
    expect(factsStep(row({ ...low, caughtUpAt: new Date() }), null, facts()).mails).toEqual([])
    expect(factsStep(row({ recentLagMs: [10, 10_000] }), null, facts()).mails).toEqual([])
    expect(factsStep(row({ recentLagMs: [10] }), null, facts()).mails).toEqual([])
  })

  it('readings of other stages do not count as caught up', () => {
    const step = factsStep(row({ stage: 'copying', recentLagMs: [1, 1] }), null, facts({ stage: 'copying' }))
    expect(step.mails).toEqual([])
    expect(step.sample).toBeUndefined()
  })

  it('keeps a sample of every reading of the lag', () => {
    expect(factsStep(row(), null, facts({}, 700), AT).sample).toEqual({ at: AT, lagMs: 700, acceptPerS: 1, applyPerS: 1 })
    expect(factsStep(row(), null, facts({}, null), AT).sample).toBeUndefined()
  })

  it('gives Stop back only when a forwarded stop was given up, not while it settles', () => {
    const stopping = (ago: number) => row({ wanted: 'stop', stopForwardedAt: new Date(AT.getTime() - ago) })
    expect(factsStep(stopping(10_000), null, facts(), AT).data.wanted).toBe('run')
    expect(factsStep(stopping(1_000), null, facts(), AT).data.wanted).toBeUndefined()
    expect(factsStep(stopping(10_000), null, facts({ stopRequestedAt: 5 }), AT).data.wanted).toBeUndefined()
    expect(factsStep(row({ wanted: 'stop' }), null, facts(), AT).data.wanted).toBeUndefined()
  })

  it('a cancelled migration drops its target unless it is to be kept', () => {
    expect(factsStep(row(), null, facts({ stage: 'cancelled' })).dropTarget).toBe(true)
    expect(factsStep(row({ keepTarget: true }), null, facts({ stage: 'cancelled' })).dropTarget).toBe(false)
    expect(factsStep(row(), null, facts({ stage: 'failed' })).dropTarget).toBe(false)
  })

  it('a failure keeps its code and reason, and the time of the data plane', () => {
    const failed = facts({ stage: 'failed', endedAt: 77, failure: { code: 'copy.failed', message: 'Disk full.' } })
    const step = factsStep(row(), null, failed)
    expect(step.data).toMatchObject({ failureCode: 'copy.failed', failureMessage: 'Disk full.', endedAt: new Date(77) })
    expect(step.mails).toEqual([{ kind: 'failed', reason: 'Disk full.' }])
    expect(step.events).toEqual([{ kind: 'failure', message: 'Disk full.' }])
  })

  it('says how a verification ended, once, and announces only a difference', () => {
    const verified = facts({ verification: verificationFacts() })
    const differing = facts({ verification: differingVerification({ startedAt: 5_000 }) })
    const first = factsStep(row(), facts(), verified)
    expect(first.events).toEqual([{ kind: 'verification', message: expect.stringContaining('both sides the same') as string }])
    expect(first.mails).toEqual([])
    expect(factsStep(row(), verified, verified).events).toEqual([])
    const second = factsStep(row(), verified, differing)
    expect(second.events).toHaveLength(1)
    expect(second.mails).toEqual([{ kind: 'differs', reason: expect.stringContaining('1 is missing on the target') as string }])
    expect(factsStep(row(), differing, differing).mails).toEqual([])
  })

  it('announces what a verification found although it failed for another collection', () => {
    const failed = facts({ verification: differingVerification({ state: 'failed', verdict: null, reason: 'Collection "b" could not be compared.' }) })
    expect(factsStep(row(), facts(), failed).mails).toHaveLength(1)
  })

  it('says a re-sync once', () => {
    const before = facts({ verification: differingVerification() })
    const after = facts({ verification: differingVerification({ resynced: 3 }) })
    expect(factsStep(row(), before, after).events).toEqual([{ kind: 'verification', message: expect.stringContaining('synced anew') as string }])
    expect(factsStep(row(), after, after).events).toEqual([])
  })
})

describe('a sync that nobody stops', () => {
  const syncEndsAt = 10 * 86_400_000
  const kindsAt = (atMs: number, factsAtMs: number | null, stage: 'syncing' | 'copying' = 'syncing') =>
    factsStep(row({ stage, factsAt: factsAtMs === null ? null : new Date(factsAtMs) }), facts({ stage, syncEndsAt }), facts({ stage, syncEndsAt }), new Date(atMs)).mails?.map(({ kind }) => kind)
  const from = syncEndsAt - 86_400_000

  it('is announced once, 24 hours before it ends, however long nobody looked', () => {
    expect(kindsAt(from - 1, from - 1_000)).toEqual([])
    expect(kindsAt(from, from - 1)).toEqual(['ends_soon'])
    expect(kindsAt(from + 800, from)).toEqual([])
    expect(kindsAt(from + 3_600_000, from - 3_600_000)).toEqual(['ends_soon'])
    expect(kindsAt(from, from - 1, 'copying')).toEqual([])
  })

  it('is announced at once where its limit is shorter than that', () => {
    const step = factsStep(row({ stage: 'copying', factsAt: new Date(from + 1) }), facts({ stage: 'copying', syncEndsAt: null }), facts({ syncEndsAt }), new Date(from + 800))
    expect(step.mails).toEqual([{ kind: 'ends_soon', reason: null }])
  })

  it('a migration that was cancelled is announced as such', () => {
    expect(factsStep(row(), null, facts({ stage: 'cancelled' }), AT).mails).toEqual([{ kind: 'canceled', reason: null }])
  })
})
