import { describe, expect, it } from 'vitest'
import type { Stage } from '../migration/stage.ts'
import { STAGES } from '../migration/stage.ts'
import type { ClusterStanding } from './migration-view.ts'
import { clusterViewOf, deleteBlockedOf, jobStatusOf, sourceBlockedOf } from './migration-view.ts'

const standing = (over: Partial<ClusterStanding> = {}): ClusterStanding => ({
  state: 'running',
  stateReason: null,
  deleting: false,
  factsAgeMs: 500,
  migration: null,
  ...over,
})
const as = (role: 'source' | 'target', stage: Stage) => ({ role, stage, failure: null })
const stateAs = (role: 'source' | 'target', stage: Stage) => clusterViewOf(standing({ migration: as(role, stage) })).state

describe('the table of stages', () => {
  it.each([
    ['preparing', 'in_progress', 'locked', 'migrating'],
    ['copying', 'in_progress', 'locked', 'migrating'],
    ['syncing', 'in_progress', 'locked', 'syncing'],
    ['finalizing', 'in_progress', 'locked', 'syncing'],
    ['completed', 'successful', 'running', 'running'],
    ['failed', 'failed', 'running', 'failed'],
    ['cancelled', 'canceled', 'running', 'failed'],
  ] as const)('%s: job %s, source %s, target %s', (stage, job, source, target) => {
    expect(jobStatusOf(stage)).toBe(job)
    expect(stateAs('source', stage)).toBe(source)
    expect(stateAs('target', stage)).toBe(target)
  })

  it('a target that does not run yet is Creating', () => {
    expect(clusterViewOf(standing({ state: 'creating', migration: as('target', 'preparing') })).state).toBe('creating')
  })
})

describe('clusterViewOf', () => {
  it('an old report says unavailable, a fresh one is believed', () => {
    expect(clusterViewOf(standing({ factsAgeMs: 31_000 })).state).toBe('unavailable')
    expect(clusterViewOf(standing({ state: 'unavailable', stateReason: 'restarting' }))).toEqual({
      state: 'unavailable',
      reason: 'restarting',
    })
  })

  it('a cluster without any report is being created', () => {
    expect(clusterViewOf(standing({ state: 'creating', factsAgeMs: null })).state).toBe('creating')
  })

  it('a failed migration gives its reason on the target', () => {
    const view = clusterViewOf(standing({ migration: { ...as('target', 'failed'), failure: 'Disk full.' } }))
    expect(view.reason).toContain('Disk full.')
  })

  it('deletion shows before all else', () => {
    expect(clusterViewOf(standing({ deleting: true, state: 'failed' })).state).toBe('deleting')
  })
})

describe('deleteBlockedOf', () => {
  it('a Locked cluster says that it is Locked and what to do', () => {
    expect(deleteBlockedOf('books', as('source', 'syncing'))).toMatch(/"books" is Locked.*cancel it/)
  })

  it('only an active migration blocks', () => {
    const blocked = STAGES.filter((stage) => deleteBlockedOf('books', as('source', stage)) !== null)
    expect(blocked).toEqual(['preparing', 'copying', 'syncing', 'finalizing'])
    expect(deleteBlockedOf('books', null)).toBeNull()
  })
})

describe('sourceBlockedOf', () => {
  const reason = (over: Partial<ClusterStanding>) => {
    const cluster = standing(over)
    return sourceBlockedOf('books', clusterViewOf(cluster), cluster.migration)
  }

  it('running clusters outside a migration may be chosen, also retired ones', () => {
    expect(reason({})).toBeNull()
    expect(reason({ migration: as('source', 'completed') })).toBeNull()
    expect(reason({ migration: as('source', 'failed') })).toBeNull()
  })

  it('clusters in a migration, not running, or half migrated give the reason', () => {
    expect(reason({ migration: as('source', 'syncing') })).toContain('takes part in a migration')
    expect(reason({ migration: as('target', 'syncing') })).toContain('takes part in a migration')
    expect(reason({ state: 'unavailable', stateReason: 'It is restarting.' })).toContain('It is restarting.')
    expect(reason({ migration: as('target', 'failed') })).toContain('did not succeed')
  })
})
