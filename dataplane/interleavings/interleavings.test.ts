// Every order of copy, writes, late writes, crashes, applying and cutover within stated bounds, by the product's own
// engine over the model of two engines. INTERLEAVINGS=deep takes the long tours too.
import { expect, test, vi } from 'vitest'
import { explore, report } from './testing/explore.ts'
import { DEEP_TOURS, SHORT_TOURS, TINY_TOURS, type Tour } from './testing/tours.ts'

vi.mock('node:fs/promises', () => import('./testing/memory-files.ts'))

const isDeep = process.env.INTERLEAVINGS === 'deep'
const HOUR_MS = 3_600_000

const named = (tours: readonly Tour[]) => tours.map((one) => [one.tour, one.bounds] as const)

test.for(named(isDeep ? [...SHORT_TOURS, ...DEEP_TOURS] : SHORT_TOURS))('nothing is lost in any order of: %s', { timeout: isDeep ? HOUR_MS : 120_000 }, async ([tour, bounds], { signal }) => {
  const tried = await explore(bounds, { signal })
  if (isDeep) console.log(`${tour}: ${tried.states} states, ${tried.runs} histories, ${tried.compared} compared, ${tried.switched} switched`)
  expect(tried.found, report(tried)).toBeUndefined()
  expect(tried).toMatchObject({ exhausted: true })
  expect(tried.compared + tried.switched).toBeGreaterThan(0)
})

test.for(named(TINY_TOURS))('states that are met again hide no end of: %s', { timeout: 120_000 }, async ([, bounds], { signal }) => {
  const [remembering, forgetful] = [await explore(bounds, { signal }), await explore(bounds, { withoutMemory: true, signal })]
  expect(forgetful.runs).toBeGreaterThan(remembering.runs)
  expect(remembering.ends).toEqual(forgetful.ends)
  expect(forgetful.found).toBeUndefined()
})
