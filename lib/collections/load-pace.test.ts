import { expect, test } from 'vitest'
import { createPace } from './load-pace.ts'

test('a cluster is asked twenty times a second at most, others do not wait for it', async () => {
  const waited: number[] = []
  const clock = { at: 1_000, now: () => clock.at, sleep: (ms: number) => Promise.resolve(void waited.push(ms)) }
  const pace = createPace(20, clock)
  await Promise.all(Array.from({ length: 41 }, () => pace('a')))
  expect(Math.max(...waited)).toBe(2_000)
  await pace('b')
  expect(waited).toHaveLength(40)
  clock.at = 10_000
  await pace('a')
  expect(waited).toHaveLength(40)
})
