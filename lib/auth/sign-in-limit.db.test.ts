import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { pruneSignIns } from './prune-sign-ins.ts'
import { forgiveSignInTry, takeSignInTry } from './sign-in-limit.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const address = (n: number) => `10.0.0.${n}`

it('of a hundred tries at once for one e-mail, ten are let through', async () => {
  const who = Array.from({ length: 100 }, (_, n) => ({ email: 'a@example.com', address: address(n) }))
  const waits = await Promise.all(who.map(takeSignInTry))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10)
  for (const wait of waits.filter((wait) => wait > 0)) expect(wait).toBeGreaterThan(290)
  expect(Math.max(...waits)).toBeLessThanOrEqual(300)
  expect(await takeSignInTry({ email: 'b@example.com', address: address(1) })).toBe(0)
})

it('of a hundred tries at once from one address, fifty are let through, whatever e-mail they name', async () => {
  const waits = await Promise.all(Array.from({ length: 100 }, (_, n) => takeSignInTry({ email: `c${n}@example.com`, address: '10.1.1.1' })))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(50)
})

it('a success forgives the failures before it and counts for nothing', async () => {
  const who = { email: 'd@example.com', address: '10.2.2.2' }
  for (let round = 0; round < 60; round++) {
    expect(await takeSignInTry(who)).toBe(0)
    await forgiveSignInTry(who)
  }
})

it('the door opens again when the window has passed; trying meanwhile does not keep it shut', async () => {
  const who = { email: 'e@example.com', address: '10.3.3.3' }
  for (let tries = 0; tries < 15; tries++) await takeSignInTry(who)
  expect(await takeSignInTry(who)).toBeGreaterThan(0)
  await db().signInTries.updateMany({ data: { endsAt: new Date(0) } })
  expect(await takeSignInTry(who)).toBe(0)
})

it('windows that have passed are forgotten', async () => {
  await db().signInTries.updateMany({ data: { endsAt: new Date(0) } })
  await takeSignInTry({ email: 'f@example.com', address: '10.4.4.4' })
  await pruneSignIns()
  expect((await db().signInTries.findMany()).map(({ key }) => key).sort()).toEqual(['address:10.4.4.4', 'email:f@example.com'])
})
