// Each rule of the engine in every order of what can happen within small bounds: with the rule nothing is lost, and
// without it the exploration finds how something is. So a rule cannot go missing without a test that fails.
import { expect, test, vi } from 'vitest'
import { explore, report } from './testing/explore.ts'
import { RULES } from './testing/rules.ts'

vi.mock('node:fs/promises', () => import('./testing/memory-files.ts'))

const rules = RULES.map((one) => [one.rule, one] as const)

test.for(rules)('nothing is lost in any order, because %s', { timeout: 120_000 }, async ([, { bounds }], { signal }) => {
  const kept = await explore(bounds, { signal })
  expect(kept.found, report(kept)).toBeUndefined()
  expect(kept).toMatchObject({ exhausted: true })
  expect(kept.compared).toBeGreaterThan(0)
})

test.for(rules)('the exploration finds what is lost without: %s', { timeout: 120_000 }, async ([, { without, bounds }], { signal }) => {
  const left = await explore({ ...bounds, change: without }, { signal })
  expect(left.found?.problem).toMatch(/^the source holds/)
})
