import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { makeDue, startBench, startedMigration, stageOf, workUntil } from '../jobs/testing/job-store-bench.ts'
import { work } from '../jobs/work.ts'
import { deliverMail } from './deliver-mail.ts'

let bench: Bench
let smtp: SMTPServer
const received: ParsedMail[] = []
let refusing = false

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refusing ? new Error('mailbox busy') : null),
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        received.push(mail)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as AddressInfo
  bench = await startBench({ SMTP_URL: `smtp://127.0.0.1:${port}` })
})
afterAll(async () => {
  await bench.stop()
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
})
beforeEach(() => {
  received.length = 0
  refusing = false
})

const recipients = () => received.map((mail) => (mail.to as { text: string }).text).sort()

async function syncing() {
  const { projectId, owner, newPerson } = await bench.newProject()
  const admin = await newPerson({ project: 'admin' })
  await newPerson({ project: 'read_only' })
  const { migrationId, targetId } = await startedMigration(owner, projectId)
  await workUntil(async () => bench.plane.stageOf(migrationId) !== undefined)
  bench.plane.report(migrationId, { stage: 'syncing', lagMs: 60_000 })
  await workUntil(async () => (await stageOf(migrationId)) === 'syncing')
  const reading = async (lagMs: number) => {
    bench.plane.report(migrationId, { lagMs })
    await makeDue()
    await work()
  }
  return { owner, admin, migrationId, targetId, projectId, reading }
}

describe('the mail that the sync may be stopped', () => {
  it('goes once, to the admins and the one who started it, after three readings under 10 s in a row', async () => {
    const { owner, admin, projectId, targetId, reading } = await syncing()
    for (const lagMs of [9_000, 9_000, 12_000, 9_000, 9_999]) await reading(lagMs)
    expect(await deliverMail()).toBe(0)
    await reading(100)
    await Promise.all([deliverMail(), deliverMail(), deliverMail()])
    expect(recipients()).toEqual([owner.email, admin.email].sort())
    expect(received[0]?.text).toContain(`http://console.test/projects/${projectId}/clusters/${targetId}?progress=1`)
    for (const lagMs of [60_000, 1, 1, 1, 1]) await reading(lagMs)
    await deliverMail()
    expect(received).toHaveLength(2)
  })

  it('is also a notification for each of them, and for nobody else', async () => {
    const { owner, admin, migrationId, reading } = await syncing()
    for (const lagMs of [1, 1, 1, 1]) await reading(lagMs)
    const rows = await db().notification.findMany({ where: { migrationId } })
    expect(rows.map(({ userId }) => userId).sort()).toEqual([owner.id, admin.id].sort())
    await deliverMail()
  })
})

describe('the other mails', () => {
  it('success links to the connection details', async () => {
    const { migrationId, targetId } = await syncing()
    bench.plane.report(migrationId, { stage: 'completed', endedAt: Date.now() })
    await workUntil(async () => (await stageOf(migrationId)) === 'completed')
    await deliverMail()
    expect(received).toHaveLength(2)
    expect(received[0]?.text).toContain(`/clusters/${targetId}#connect`)
  })

  it('a failure gives the reason', async () => {
    const { migrationId } = await syncing()
    bench.plane.report(migrationId, {
      stage: 'failed',
      endedAt: Date.now(),
      failure: { code: 'journal.write_failed', message: 'The disk of the data plane is full.' },
    })
    await workUntil(async () => (await stageOf(migrationId)) === 'failed')
    await deliverMail()
    expect(received[0]?.text).toContain('The disk of the data plane is full.')
    expect(received[0]?.subject).toContain('failed')
  })
})

describe('delivery', () => {
  it('a mail server that refuses delays the mail and loses none', async () => {
    const { reading, migrationId } = await syncing()
    refusing = true
    for (const lagMs of [1, 1, 1]) await reading(lagMs)
    expect(await deliverMail()).toBe(0)
    const waiting = await db().outbox.findMany({ where: { migrationId } })
    expect(waiting.every(({ sentAt, lastError }) => sentAt === null && lastError !== null)).toBe(true)
    refusing = false
    expect(await deliverMail()).toBe(0)
    await db().outbox.updateMany({ where: { migrationId }, data: { nextAttemptAt: new Date(0) } })
    expect(await deliverMail()).toBe(2)
  })

  it('a process that died after its claim leaves the mail to the next, under the same Message-ID', async () => {
    const { reading, migrationId } = await syncing()
    for (const lagMs of [1, 1, 1]) await reading(lagMs)
    const ids = (await db().outbox.findMany({ where: { migrationId } })).map(({ id }) => `<${id}@console.test>`)
    await db().outbox.updateMany({ where: { migrationId }, data: { attempts: 1, nextAttemptAt: new Date(0) } })
    await deliverMail()
    expect(received.map(({ messageId }) => messageId).sort()).toEqual(ids.sort())
  })
})

describe('what people muted', () => {
  it('a kind that is muted by mail stays in the console, and the other way round', async () => {
    const { owner, admin, migrationId, reading } = await syncing()
    await db().mutedNotification.createMany({
      data: [
        { userId: owner.id, kind: 'caught_up', channel: 'mail' },
        { userId: admin.id, kind: 'caught_up', channel: 'console' },
        { userId: admin.id, kind: 'failed', channel: 'mail' },
      ],
    })
    for (const lagMs of [1, 1, 1]) await reading(lagMs)
    await deliverMail()
    expect(recipients()).toEqual([admin.email])
    expect((await db().notification.findMany({ where: { migrationId } })).map(({ userId }) => userId)).toEqual([owner.id])
  })
})

describe('two workers', () => {
  it('announce each kind once to each person', async () => {
    const { owner, admin, migrationId } = await syncing()
    bench.plane.report(migrationId, { lagMs: 1, syncEndsAt: Date.now() + 1000 })
    for (let round = 0; round < 5; round++) {
      await makeDue()
      await Promise.all([work(), work()])
    }
    await Promise.all([deliverMail(), deliverMail()])
    const rows = await db().notification.findMany({ where: { migrationId } })
    const expected = ['caught_up', 'ends_soon'].flatMap((kind) => [`${kind} ${owner.id}`, `${kind} ${admin.id}`]).sort()
    expect(rows.map(({ kind, userId }) => `${kind} ${userId}`).sort()).toEqual(expected)
    expect(recipients()).toEqual([owner.email, owner.email, admin.email, admin.email].sort())
    expect(received.map(({ html, text }) => typeof html === 'string' && typeof text === 'string')).toEqual([true, true, true, true])
  })
})
