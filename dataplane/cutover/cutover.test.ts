import { expect, test } from 'vitest'
import { AppError } from '../../lib/errors/app-error.ts'
import { timeBoxMs, tryCutover, type CutoverSteps } from './cutover.ts'

const ORDER = ['hold', 'drained', 'applyToMarker', 'verify', 'switchServingSide'] as const

function recording(changed: Partial<CutoverSteps> = {}): { steps: CutoverSteps; seen: string[] } {
  const seen: string[] = []
  const step = (name: keyof CutoverSteps) => () => {
    seen.push(name)
    return (changed[name] as (() => Promise<void>) | undefined)?.() ?? Promise.resolve()
  }
  const steps = {
    hold: () => void seen.push('hold'),
    drained: step('drained'),
    applyToMarker: step('applyToMarker'),
    verify: step('verify'),
    switchServingSide: step('switchServingSide'),
    release: () => void seen.push('release'),
  }
  return { steps, seen }
}

const never = () => new Promise<void>(() => undefined)

test('the steps come in order, and the switch comes last and after the comparison', async () => {
  const { steps, seen } = recording()
  expect(await tryCutover(steps, 1_000)).toMatchObject({ switched: true })
  expect(seen).toEqual([...ORDER])
})

test.each(['drained', 'applyToMarker', 'verify', 'switchServingSide'] as const)('where %s fails the held writes go back to the source and nothing later happens', async (name) => {
  const error = new AppError('cutover.divergence', 'They differ.')
  const { steps, seen } = recording({ [name]: () => Promise.reject(error) })
  expect(await tryCutover(steps, 1_000)).toMatchObject({ switched: false, reason: 'They differ.', error })
  expect(seen).toEqual([...ORDER.slice(0, ORDER.indexOf(name) + 1), 'release'])
})

test.each(['drained', 'applyToMarker', 'verify'] as const)('where %s does not end in time the held writes go back to the source', async (name) => {
  const { steps, seen } = recording({ [name]: never })
  const result = await tryCutover(steps, 10)
  expect(result).toMatchObject({ switched: false, error: { code: 'cutover.timed_out' } })
  expect(seen).toEqual([...ORDER.slice(0, ORDER.indexOf(name) + 1), 'release'])
})

test('time that a step has used is gone for the next one', async () => {
  let now = 0
  const { steps, seen } = recording({ drained: () => Promise.resolve(void (now += 5_000)), applyToMarker: never })
  expect(await tryCutover(steps, 3_000, () => now)).toMatchObject({ switched: false, heldMs: 5_000 })
  expect(seen.at(-1)).toBe('release')
})

test('a decision that is under way is not given up when the box is over', async () => {
  let now = 0
  const { steps, seen } = recording({ switchServingSide: () => Promise.resolve(void (now += 60_000)) })
  expect(await tryCutover(steps, 3_000, () => now)).toMatchObject({ switched: true, heldMs: 60_000 })
  expect(seen).not.toContain('release')
})

test('the result says what the hold was made of, as far as it came', async () => {
  let now = 0
  const takes = (ms: number) => () => Promise.resolve(void (now += ms))
  const { steps } = recording({ drained: takes(5), applyToMarker: takes(40), verify: () => Promise.reject(new Error('away')) })
  expect(await tryCutover(steps, 3_000, () => now)).toMatchObject({ heldMs: 45, spentMs: { drain: 5, apply: 40, compare: 0 } })
})

test('later tries may hold longer, none longer than ten seconds', () => {
  expect([1, 2, 3, 4, 5, 50].map(timeBoxMs)).toEqual([3_000, 5_000, 7_000, 9_000, 10_000, 10_000])
})
