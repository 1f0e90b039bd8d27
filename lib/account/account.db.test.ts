import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashPassword, passwordFits } from '../auth/password.ts'
import { findSessionUser, startSession } from '../auth/sessions.ts'
import { ChangePasswordRequest } from '../contracts/account-requests.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { markNotificationsRead } from '../notifications/mark-read.ts'
import { readAccount } from '../read/account.ts'
import { askedNotifications, readNotifications } from '../read/notifications.ts'
import { changeName, changePassword, endOtherSessions, endOwnSession, setNotificationPreference } from './change-account.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const visitor = { address: '10.0.0.1', browser: 'Firefox' }
const OLD = 'the old password'
const NEW = { current: OLD, password: 'quite another one', again: 'quite another one' }

/** A person with a password and three sessions, of which the first asks. */
async function person() {
  const { owner: user } = await bench.newProject()
  await db().user.update({ where: { id: user.id }, data: { passwordHash: await hashPassword(OLD) } })
  const ids = [await startSession(user.id, visitor), await startSession(user.id, visitor), await startSession(user.id, visitor)] as const
  const holding = async () => Promise.all(ids.map(async (id) => (await findSessionUser(id, visitor)) !== null))
  const said = async () => (await db().activity.findMany({ where: { userId: user.id }, orderBy: { id: 'asc' } })).map(({ message }) => message)
  return { user, ids, here: { user, sessionId: ids[0] }, holding, said }
}

it('a new password asks for the current one and ends every other session', async () => {
  const { user, here, holding, said } = await person()
  await expect(changePassword(here, { ...NEW, current: 'a guess' })).rejects.toMatchObject({ details: { field: 'current' } })
  expect(await holding()).toEqual([true, true, true])
  expect(await changePassword(here, NEW)).toEqual({ ended: 2 })
  expect(await holding()).toEqual([true, false, false])
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: user.id } })
  expect([await passwordFits(NEW.password, passwordHash), await passwordFits(OLD, passwordHash)]).toEqual([true, false])
  expect(await said()).toEqual([expect.stringContaining('set a new password')])
})

it('the current password cannot be guessed without end', async () => {
  const { here } = await person()
  for (let tries = 0; tries < 10; tries++) await expect(changePassword(here, { ...NEW, current: 'a guess' })).rejects.toThrow('current password')
  await expect(changePassword(here, NEW)).rejects.toThrow(/Too many attempts\. Wait \d+ seconds/)
})

it('a new password is typed twice and is not the current one', () => {
  const problem = (input: object) => ChangePasswordRequest.safeParse({ ...NEW, ...input }).error?.issues[0]?.path[0]
  expect(problem({})).toBeUndefined()
  expect(problem({ again: 'quite another two' })).toBe('again')
  expect(problem({ current: NEW.password })).toBe('password')
  expect(problem({ password: 'short', again: 'short' })).toBe('password')
})

it('the account lists one’s own sessions, the one that asks first; they end one by one or all others at once', async () => {
  const { here, ids, holding } = await person()
  const { here: stranger } = await person()
  const { sessions } = await readAccount(here)
  expect(sessions.map(({ id }) => id).sort()).toEqual([...ids].sort())
  expect(sessions[0]).toMatchObject({ id: ids[0], current: true, ...visitor })
  await endOwnSession(stranger, { sessionId: ids[1] })
  expect(await holding()).toEqual([true, true, true])
  await endOwnSession(here, { sessionId: ids[1] })
  expect(await holding()).toEqual([true, false, true])
  expect(await endOtherSessions(here)).toEqual({ ended: 1 })
  expect(await holding()).toEqual([true, false, false])
})

it('a new name counts at once and is recorded', async () => {
  const { here, said } = await person()
  await changeName(here, { name: 'Grace' })
  expect((await findSessionUser(here.sessionId, visitor))?.name).toBe('Grace')
  expect(await said()).toEqual([expect.stringContaining('is now called Grace')])
})

it('every notification is wanted until it is muted, by kind and channel', async () => {
  const { here } = await person()
  const muted = async () => (await readAccount(here)).muted
  expect(await muted()).toEqual([])
  const off = { kind: 'failed', channel: 'mail', wanted: false } as const
  await Promise.all([setNotificationPreference(here, off), setNotificationPreference(here, off)])
  expect(await muted()).toEqual([{ kind: 'failed', channel: 'mail' }])
  await setNotificationPreference(here, { ...off, wanted: true })
  expect(await muted()).toEqual([])
})

it('notifications come page by page, newest first, and are read one by one or all at once', async () => {
  const { user } = await person()
  const made = (n: number) => ({ id: newId.row(), userId: user.id, migrationId: `job-${n}`, kind: 'failed', title: `n${n}`, body: '', createdAt: new Date(n * 1000) })
  await db().notification.createMany({ data: Array.from({ length: 45 }, (_, n) => made(n)) })
  const pages = await Promise.all([1, 2, 3].map((page) => readNotifications(user, { page, show: 'all' })))
  expect(pages.flatMap(({ notifications }) => notifications.map(({ title }) => title))).toEqual(Array.from({ length: 45 }, (_, n) => `n${44 - n}`))
  expect(pages[0]).toMatchObject({ total: 45, unread: 45 })
  await markNotificationsRead(user, [pages[0]!.notifications[0]!.id])
  expect(await readNotifications(user, { page: 1, show: 'unread' })).toMatchObject({ total: 44, unread: 44 })
  const { user: stranger } = await person()
  await markNotificationsRead(stranger, [])
  expect((await readNotifications(user)).unread).toBe(44)
  await markNotificationsRead(user, [])
  expect(await readNotifications(user, { page: 1, show: 'unread' })).toEqual({ notifications: [], total: 0, unread: 0 })
})

it('an address that makes no sense asks for the first page of all', () => {
  for (const query of ['page=0', 'page=-1', 'page=x', 'page=1.5', 'show=x', '']) expect(askedNotifications(new URLSearchParams(query))).toEqual({ page: 1, show: 'all' })
})
