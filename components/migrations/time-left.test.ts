import { describe, expect, test } from 'vitest'
import { observe, type TimeLeft } from './time-left'

/** Shows what is shown after each of these readings, one a second. */
function shownOf(readings: (number | null)[], start: TimeLeft | null = null, from = 1_000_000) {
  let state = start
  const shown = readings.map((leftMs, second) => {
    state = observe(state, { at: from + second * 1_000, leftMs })
    return state?.shownMs ?? null
  })
  return { shown, state, now: from + readings.length * 1_000 }
}

const steady = (fromMs: number, seconds: number) => Array.from({ length: seconds }, (_, second) => Math.max(0, fromMs - second * 1_000))
const ups = (shown: (number | null)[]) => shown.filter((value, at) => at > 0 && value !== null && shown[at - 1] !== null && value > shown[at - 1]!).length

describe('the time left', () => {
  test('is not shown before a few readings agree', () => {
    expect(shownOf(steady(600_000, 4)).shown).toEqual([null, null, null, null])
    expect(shownOf(steady(600_000, 6)).shown.at(-1)).toBe(600_000)
  })

  test('goes down as time passes, never up, while the rate is steady', () => {
    const { shown } = shownOf(steady(600_000, 600))
    expect(ups(shown)).toBe(0)
    expect(shown.at(-1)).toBeLessThanOrEqual(10_000)
  })

  test('does not jump when readings swing by half in each second', () => {
    const swinging = steady(600_000, 300).map((left, second) => left * (second % 2 === 0 ? 0.5 : 1.5))
    const { shown } = shownOf(swinging)
    expect(ups(shown)).toBeLessThanOrEqual(2)
    const known = shown.filter((value) => value !== null).slice(30)
    for (let at = 1; at < known.length; at++) expect(Math.abs(known[at]! - known[at - 1]!)).toBeLessThanOrEqual(120_000)
  })

  test('one bad reading changes nothing that is shown', () => {
    const before = shownOf(steady(600_000, 60))
    const after = shownOf([3_600_000, ...steady(539_000, 5)], before.state, before.now)
    expect(ups([before.shown.at(-1)!, ...after.shown])).toBe(0)
  })

  test('goes up when it really takes longer', () => {
    const before = shownOf(steady(120_000, 30))
    const { shown } = shownOf(steady(1_200_000, 120), before.state, before.now)
    expect(shown.at(-1)).toBeGreaterThan(600_000)
    expect(ups(shown)).toBeLessThanOrEqual(8)
  })

  test('is hidden when nothing is known any more, and survives a short silence', () => {
    const { state, now } = shownOf(steady(600_000, 30))
    expect(shownOf(Array<null>(5).fill(null), state, now).shown.at(-1)).not.toBeNull()
    expect(shownOf(Array<null>(20).fill(null), state, now).shown.at(-1)).toBeNull()
  })
})
