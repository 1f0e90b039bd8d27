import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Spacing, SPACING_MS } from './spacing.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Whether the turn has come. */
function turnOf(spacing: Spacing) {
  const turn = { come: false }
  void spacing.turn().then(() => (turn.come = true))
  return turn
}

test('the first window begins at once, the next one as long after it as all others', async () => {
  const spacing = new Spacing()
  await spacing.turn()
  await vi.advanceTimersByTimeAsync(SPACING_MS / 4)
  const next = turnOf(spacing)
  await vi.advanceTimersByTimeAsync(SPACING_MS / 2)
  expect(next.come).toBe(false)
  await vi.advanceTimersByTimeAsync(SPACING_MS / 4)
  expect(next.come).toBe(true)
})

test('a window after a pause begins at once', async () => {
  const spacing = new Spacing()
  await spacing.turn()
  await vi.advanceTimersByTimeAsync(SPACING_MS)
  const next = turnOf(spacing)
  await vi.advanceTimersByTimeAsync(0)
  expect(next.come).toBe(true)
})

test('who is in a hurry waits for nothing, until there is time again', async () => {
  const spacing = new Spacing()
  await spacing.turn()
  const waiting = turnOf(spacing)
  spacing.hurry()
  await vi.advanceTimersByTimeAsync(0)
  expect(waiting.come).toBe(true)
  const next = turnOf(spacing)
  await vi.advanceTimersByTimeAsync(0)
  expect(next.come).toBe(true)
  spacing.ease()
  const eased = turnOf(spacing)
  await vi.advanceTimersByTimeAsync(0)
  expect(eased.come).toBe(false)
})
