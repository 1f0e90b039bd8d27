import { expect, test } from 'vitest'
import { IdSource } from './id-source.ts'

test('ids never repeat and always grow, also when the clock stands still or goes back', () => {
  const times = [1_000, 1_000, 900, 1_001]
  const ids = new IdSource(() => times.shift() ?? 1_001)
  const taken = [...ids.take(3), ...ids.take(2), ...ids.take(1), ...ids.take(1)]
  expect(new Set(taken).size).toBe(7)
  expect([...taken].sort((a, b) => (a < b ? -1 : 1))).toEqual(taken)
})

test('more ids than a millisecond holds go on into the next without repetition', () => {
  const ids = new IdSource(() => 5)
  const first = ids.take(2 ** 20 + 10)
  const [next] = ids.take(1)
  expect(next).toBe((first.at(-1) ?? 0n) + 1n)
})

test('ids lie above what Milvus gives in the same moment, and below the greatest int64', () => {
  const now = Date.UTC(2100, 0, 1)
  const [id] = new IdSource(() => now).take(1)
  expect(id).toBeGreaterThan(BigInt(now) << 18n)
  expect(id).toBeLessThan(2n ** 63n)
})

test('an id that was given before is not given again', () => {
  const after = 2n ** 62n
  expect(new IdSource(() => 5, after).take(2)).toEqual([after + 1n, after + 2n])
})
