import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Horizon } from './horizon.ts'
import { PRESENT, RecentKeys } from './recent-keys.ts'

/** Looks are answered when the test lets them. */
function target() {
  const open: (() => void)[] = []
  let now = 0
  const horizon = new Horizon({ clock: () => Promise.resolve(String(++now)), reach: () => new Promise((resolve) => open.push(resolve)) })
  const answer = async () => {
    await expect.poll(() => open.length).toBeGreaterThan(0)
    open.shift()!()
    await sleep(5)
  }
  return { recent: new RecentKeys(horizon), answer }
}

const keys = (...some: string[]) => new Map([['_default', new Set(some)]])
const listed = ({ keys: some }: { keys: readonly (readonly [string, ReadonlySet<string>])[] }) => some.flatMap(([, set]) => [...set])

test('before the target was seen at any moment it is asked as it is', () => {
  const { recent } = target()
  recent.add(keys('1'))
  expect(recent.view()).toBe(PRESENT)
})

test('Invariant: every key that was settled after the moment of the view is in the view', async () => {
  const { recent, answer } = target()
  recent.add(keys('1', '2'))
  await answer()
  expect(recent.view()).toEqual({ freshness: { kind: 'at-least', tso: '1' }, keys: [] })
  recent.add(keys('3'))
  recent.add(keys('4', '5'))
  expect(recent.view().freshness).toEqual({ kind: 'at-least', tso: '1' })
  expect(listed(recent.view())).toEqual(['3', '4', '5'])
  await answer()
  expect(recent.view()).toEqual({ freshness: { kind: 'at-least', tso: '2' }, keys: [] })
})

test('more keys than are worth to be settled again are forgotten, and then the target is asked as it is', async () => {
  const { recent, answer } = target()
  recent.add(keys('1'))
  await answer()
  for (let window = 0; window < 6; window++) recent.add(keys(...Array.from({ length: 1_000 }, (_, i) => `${window}-${i}`)))
  expect(recent.view()).toBe(PRESENT)
  await answer()
  expect(listed(recent.view())).toEqual([])
  expect(recent.view().freshness).toEqual({ kind: 'at-least', tso: '2' })
})
