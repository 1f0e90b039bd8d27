import { environmentManager, focusManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MigrationDetail } from '../contracts/console-api.ts'
import type { Stage } from '../migration/stage.ts'
import { migrationQuery } from './migration.ts'

const end = { id: 'c', name: 'c', projectId: 'p', state: null, endpoint: null, policy: null, deleted: false }
const detail = (stage: Stage): MigrationDetail => ({
  migration: {
    id: 'job-1', source: end, target: end, stage, jobStatus: 'in_progress', lagMs: null, copied: null, startedAt: 0, endedAt: null,
    createdBy: 'Ada', indexes: 'auto', verification: null, failure: null,
  },
  facts: null, factsAt: null, dataPlaneProblem: null, findings: [], wanted: 'run', afterLife: 'readonly', caughtUp: false,
  convergence: null, lagSamples: [], events: [], permissions: [],
})

let queries: QueryClient
let answer: { stage: Stage; afterMs: number }
const asked = vi.fn(async () => {
  await new Promise((resolve) => setTimeout(resolve, answer.afterMs))
  return Response.json(detail(answer.stage))
})

/** An open dialog, for so many seconds. */
async function watch(seconds: number): Promise<number> {
  asked.mockClear()
  await vi.advanceTimersByTimeAsync(seconds * 1_000)
  return asked.mock.calls.length
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', asked)
  // Intervals run in the browser only.
  environmentManager.setIsServer(() => false)
  answer = { stage: 'syncing', afterMs: 5 }
  queries = new QueryClient({ defaultOptions: { queries: { staleTime: 1_000 } } })
  focusManager.setFocused(true)
})
afterEach(() => {
  focusManager.setFocused(undefined)
  queries.clear()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('an open dialog asks once a second and no more, also where the answers are slow', async () => {
  const stop = new QueryObserver(queries, migrationQuery('job-1')).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await watch(20)).toBeLessThanOrEqual(20)
  expect(asked.mock.calls.length).toBeGreaterThan(15)
  answer.afterMs = 3_000
  expect(await watch(20)).toBeLessThanOrEqual(7)
  stop()
})

test('a hidden tab asks nothing, and asks again when it is seen', async () => {
  const stop = new QueryObserver(queries, migrationQuery('job-1')).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(1_000)
  focusManager.setFocused(false)
  expect(await watch(60)).toBe(0)
  focusManager.setFocused(true)
  expect(await watch(5)).toBeGreaterThan(3)
  stop()
})

test('a migration that has ended is asked for every ten seconds', async () => {
  answer.stage = 'completed'
  const stop = new QueryObserver(queries, migrationQuery('job-1')).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await watch(60)).toBeLessThanOrEqual(6)
  stop()
})
