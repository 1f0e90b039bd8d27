import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { deferred } from '../lifecycle/waiting.ts'
import type { Freshness } from '../milvus/entities.ts'
import { Horizon } from './horizon.ts'

/** A server whose clock goes up by one each time, and whose looks are answered by the test. */
function server() {
  const looks: { tso: string; answer: () => void; fail: () => void }[] = []
  let now = 0
  const reach = (freshness: Freshness) => {
    const answered = deferred<undefined>()
    looks.push({ tso: freshness.kind === 'at-least' ? freshness.tso : '', answer: () => answered.resolve(undefined), fail: () => answered.reject(new Error('not loaded')) })
    return answered.promise
  }
  const stop = new AbortController()
  return { looks, stop, horizon: new Horizon({ clock: () => Promise.resolve(String(++now)), reach, signal: stop.signal }) }
}

const turn = () => sleep(5)

test('a mark is reached when a read bound by a later timestamp was answered', async () => {
  const { looks, horizon } = server()
  const first = horizon.mark()
  let reached = false
  const reaching = horizon.reached(first).finally(() => (reached = true))
  await turn()
  expect(looks).toHaveLength(1)
  expect(reached).toBe(false)
  looks[0]!.answer()
  expect(await reaching).toEqual({ mark: first, freshness: { kind: 'at-least', tso: '1' } })
})

test('Invariant: what is marked after the timestamp was taken is not reached by it', async () => {
  const { looks, horizon } = server()
  const first = horizon.mark()
  await turn()
  const late = horizon.mark()
  looks[0]!.answer()
  await turn()
  expect((await horizon.reached(first))!.mark).toBeLessThan(late)
  const reaching = horizon.reached(late)
  await expect.poll(() => looks).toHaveLength(2)
  looks[1]!.answer()
  expect(await reaching).toEqual({ mark: late, freshness: { kind: 'at-least', tso: '2' } })
})

test('a look does not wait for the one before, and an answer that comes late takes nothing back', async () => {
  const { looks, horizon } = server()
  const first = horizon.mark()
  await turn()
  const second = horizon.mark()
  await expect.poll(() => looks).toHaveLength(2)
  looks[1]!.answer()
  expect((await horizon.reached(second))!.freshness).toEqual({ kind: 'at-least', tso: '2' })
  looks[0]!.answer()
  await turn()
  expect(await horizon.reached(first)).toEqual({ mark: second, freshness: { kind: 'at-least', tso: '2' } })
})

test('what is marked in one turn shares a look, and only so many looks wait at a time', async () => {
  const { looks, horizon } = server()
  for (let i = 0; i < 1_000; i++) horizon.mark()
  await turn()
  expect(looks).toHaveLength(1)
  for (let i = 0; i < 12; i++) {
    horizon.mark()
    await sleep(60)
  }
  expect(looks).toHaveLength(5)
  const last = horizon.mark()
  looks[0]!.answer()
  await expect.poll(() => looks).toHaveLength(6)
  looks[5]!.answer()
  expect((await horizon.reached(last))!.mark).toBe(last)
})

test('in a hurry it looks at once for what no look was begun for, and for nothing else', async () => {
  const { looks, horizon } = server()
  horizon.mark()
  horizon.hurry()
  const last = horizon.mark()
  horizon.hurry()
  horizon.hurry()
  await turn()
  expect(looks).toHaveLength(2)
  looks[1]!.answer()
  expect((await horizon.reached(last))!.mark).toBe(last)
})

test('where a look fails, or the server has no clock, nobody waits and there is no sight', async () => {
  const { looks, horizon } = server()
  const mark = horizon.mark()
  await turn()
  looks[0]!.fail()
  expect(await horizon.reached(mark)).toBeUndefined()
  const blind = new Horizon({ clock: () => Promise.resolve(undefined), reach: () => Promise.reject(new Error('never asked')), signal: new AbortController().signal })
  expect(await blind.reached(blind.mark())).toBeUndefined()
  expect(await blind.reached(blind.mark())).toBeUndefined()
})

test('whoever waits goes on when the applier is stopped, also where the server does not answer', async () => {
  const { horizon, stop } = server()
  const reaching = horizon.reached(horizon.mark())
  await turn()
  stop.abort(new Error('the migration has ended'))
  expect(await reaching).toBeUndefined()
})
