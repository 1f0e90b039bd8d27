import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { removeMember } from '../organization/change-members.ts'
import { authOptions } from './options.ts'
import { pruneSignIns } from './prune-sign-ins.ts'
import { endSession, endSessions, findSessionUser, startSession } from './sessions.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const visitor = { address: '10.0.0.1', browser: 'Firefox' }
const elsewhere = { address: '10.0.0.2', browser: 'Safari' }

it('a session tells who is signed in until it is ended; another one goes on', async () => {
  const { owner } = await bench.newProject()
  const [here, there] = [await startSession(owner.id, visitor), await startSession(owner.id, elsewhere)]
  expect(await findSessionUser(here, visitor)).toEqual(owner)
  await endSession(owner.id, here)
  expect(await findSessionUser(here, visitor)).toBeNull()
  expect(await findSessionUser(there, visitor)).toEqual(owner)
})

it('nobody ends the session of somebody else', async () => {
  const { owner, newPerson } = await bench.newProject()
  const id = await startSession(owner.id, visitor)
  await endSession((await newPerson({})).id, id)
  expect(await findSessionUser(id, visitor)).toEqual(owner)
})

it('all other sessions end at once', async () => {
  const { owner } = await bench.newProject()
  const ids = [await startSession(owner.id, visitor), await startSession(owner.id, visitor), await startSession(owner.id, visitor)]
  expect(await endSessions(db(), owner.id, ids[1])).toBe(2)
  expect(await Promise.all(ids.map(async (id) => (await findSessionUser(id, visitor)) !== null))).toEqual([false, true, false])
})

it('a member who is removed is signed out everywhere', async () => {
  const { owner, newPerson } = await bench.newProject()
  const member = await newPerson({ project: 'read_only' })
  const id = await startSession(member.id, visitor)
  await removeMember(owner, { userId: member.id })
  expect(await findSessionUser(id, visitor)).toBeNull()
})

it('a session that has run out opens nothing and is forgotten', async () => {
  const { owner } = await bench.newProject()
  const [old, fresh] = [await startSession(owner.id, visitor), await startSession(owner.id, visitor)]
  await db().session.update({ where: { id: old }, data: { expiresAt: new Date(Date.now() - 1) } })
  expect(await findSessionUser(old, visitor)).toBeNull()
  await pruneSignIns()
  expect((await db().session.findMany({ where: { userId: owner.id } })).map(({ id }) => id)).toEqual([fresh])
})

it('when and where it was last seen is kept to the minute', async () => {
  const { owner } = await bench.newProject()
  const id = await startSession(owner.id, visitor)
  const before = new Date(Date.now() - 59_000)
  await db().session.update({ where: { id }, data: { lastSeenAt: before } })
  await findSessionUser(id, elsewhere)
  expect(await db().session.findUniqueOrThrow({ where: { id } })).toMatchObject({ lastSeenAt: before, address: '10.0.0.1' })
  await db().session.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - 61_000) } })
  await findSessionUser(id, elsewhere)
  const seen = await db().session.findUniqueOrThrow({ where: { id } })
  expect(seen).toMatchObject(elsewhere)
  expect(Date.now() - seen.lastSeenAt.getTime()).toBeLessThan(10_000)
})

it('each sign-in has a session of its own, and signing out ends that one', async () => {
  const { owner } = await bench.newProject()
  const { callbacks, events } = authOptions(visitor)
  const jwt = callbacks?.jwt as (input: object) => Promise<{ sub: string; sid: string }>
  const tokens = [await jwt({ token: {}, user: owner, account: { provider: 'credentials' } }), await jwt({ token: {}, user: owner, account: { provider: 'credentials' } })]
  expect(tokens[0]?.sid).not.toBe(tokens[1]?.sid)
  expect(await jwt({ token: tokens[0] })).toEqual(tokens[0])
  await events?.signOut?.({ token: tokens[0]!, session: {} as never })
  expect(await findSessionUser(tokens[0]!.sid, visitor)).toBeNull()
  expect(await findSessionUser(tokens[1]!.sid, visitor)).toEqual(owner)
})
