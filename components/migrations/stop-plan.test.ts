import { expect, test } from 'vitest'
import { stopPlan } from './stop-plan'

const good = { allowed: true, confirmed: true, requested: false, lagMs: 400, reachable: true }

test('a confirmed stop under ten seconds of lag goes ahead', () => {
  expect(stopPlan(good)).toEqual({ kind: 'ready' })
})

test('ten seconds of lag or more are asked about again', () => {
  expect(stopPlan({ ...good, lagMs: 10_000 }).kind).toBe('warned')
  expect(stopPlan({ ...good, lagMs: 9_999 }).kind).toBe('ready')
})

test.each([{ allowed: false }, { confirmed: false }, { requested: true }, { lagMs: null }, { reachable: false }])(
  'a stop is refused with a reason when %o',
  (part) => expect(stopPlan({ ...good, ...part })).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/\.$/) }),
)
