// Walks every crash point: the data plane ends itself there once, under a client that writes, and is started again. A
// chain of three migrations meets them all, in their order; what the last one leaves is judged by value.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClusterSpec, MigrationFacts } from '../../lib/contracts/control-api.ts'
import { startWriter, type Writer } from '../../e2e/support/writer.ts'
import { CRASH_POINTS, type CrashPoint } from '../lifecycle/crash-point.ts'
import { compareBothSides, SAME } from '../testing/both-sides.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { checkFill, EMBEDDED, fill, FLAWLESS, judgeMove, TOKEN } from '../testing/moving.ts'
import { litePython, milvus23Python } from '../testing/python-env.ts'
import { QuickClient } from '../testing/quick-client.ts'

const ENTITIES = 12_000
const REACHED_WITHIN_MS = 120_000
/** So small that the journal rolls and is trimmed all the time. */
const SEGMENT_BYTES = '20000'

/** CRASH_POINTS_ENGINE=milvus walks them from a Milvus 2.3.5 to another one, which takes half an hour. */
const onMilvus = process.env.CRASH_POINTS_ENGINE === 'milvus'
const python = onMilvus ? milvus23Python() : litePython()
const reached = new Set<CrashPoint>()
let plane: DataPlaneProcess
let writer: Writer
let log: string

/** What a test does until the point is reached; repeated, and its failures are those of a server that dies. */
type Lead = () => Promise<unknown>
const waiting: Lead = () => sleep(20)

const servers: TestServer[] = []
const specs: ClusterSpec[] = [EMBEDDED, EMBEDDED]

beforeAll(async () => {
  for (let i = 0; onMilvus && i < specs.length; i++) {
    const server = await startMilvusServer()
    servers.push(server)
    specs[i] = { driver: 'endpoint', address: server.address, token: '', tls: false }
  }
  plane = await startDataPlaneProcess({ JOURNAL_SEGMENT_BYTES: SEGMENT_BYTES })
  await plane.kill()
})
afterAll(async () => {
  writer?.kill()
  await plane.stop()
  for (const server of servers) await server.stop()
})

const logFile = () => path.join(plane.dir, 'data-plane.log')

/** Starts the data plane with the point armed and leads it there, until it is dead. It stays dead. */
async function crashAt(point: CrashPoint, lead: Lead = waiting, hit = 1): Promise<void> {
  await plane.kill()
  const before = (await fs.readFile(logFile(), 'utf8')).length
  await plane.start({ CRASH_POINT: `${point}:${hit}` })
  let dead = false
  let trouble: unknown
  const ended = plane.ended().then(() => (dead = true))
  const deadline = Date.now() + REACHED_WITHIN_MS
  while (!dead) {
    if (Date.now() > deadline) throw new Error(`${point} was not reached: ${JSON.stringify(await plane.api('GET', '/v1/migrations').catch(String))}`, { cause: trouble })
    await Promise.race([ended, lead().catch((error: unknown) => (trouble = error)).then(() => sleep(20))])
  }
  // Its last words may still be on their way to the file.
  await expect.poll(async () => (await fs.readFile(logFile(), 'utf8')).slice(before)).toContain(JSON.stringify({ crashPoint: point }))
  reached.add(point)
}

async function writesGoOn(): Promise<void> {
  const { acknowledged } = writer.counts()
  await writer.until((counts) => counts.acknowledged > acknowledged + 10)
}

let serving: string
const client = new QuickClient(() => serving, TOKEN)
const write: Lead = () => client.write()
const writeBadly: Lead = () => client.writeBadly()
const changePartitions: Lead = () => client.changePartitions()
const changeDatabases: Lead = () => client.changeDatabases()

const putFirst: Lead = () => plane.api('PUT', '/v1/clusters/first', specs[0])
const migrate = (id: string, sourceId: string, targetId: string): Lead => () => plane.api('PUT', `/v1/migrations/${id}`, { sourceId, targetId })
const stop = (id: string): Lead => async () => {
  await plane.api('POST', `/v1/migrations/${id}/stop`, { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
  await sleep(100)
}
const isOver = ({ stage }: MigrationFacts) => stage === 'completed' || stage === 'failed'

async function completed(id: string): Promise<void> {
  await plane.kill()
  await plane.start()
  for (;;) {
    const facts = await plane.migration(id)
    if (isOver(facts)) return expect(facts).toMatchObject({ stage: 'completed', servingSide: 'target' })
    if (facts.stage === 'syncing') await stop(id)().catch(() => undefined)
    await sleep(50)
  }
}

const DURING_COPY: [CrashPoint, Lead?, number?][] = [
  ['recovery.before-settle'],
  ['recovery.after-settle'],
  ['copier.after-mirror'],
  ['copier.after-plan'],
  ['copier.before-pending'],
  ['copier.after-pending'],
  ['copier.before-redo'],
  ['copier.after-overwrite'],
  ['copier.after-redo'],
  ['copier.after-insert'],
  ['copier.after-range'],
  ['copier.before-finish'],
  ['copier.after-finish'],
]

const DURING_SYNC: [CrashPoint, Lead?, number?][] = [
  ['journal.before-write', write, 5],
  ['journal.after-write', write, 9],
  ['journal.after-sync', write, 7],
  ['journal.before-segment', write],
  ['journal.after-segment', write, 2],
  ['journal.before-trim', write],
  ['journal.after-trim', write],
  ['capture.before-intent', write, 4],
  ['capture.after-intent', write, 5],
  ['capture.after-forward', write, 3],
  ['capture.after-outcome', write, 6],
  ['capture.after-doubt', writeBadly],
  ['capture.before-landed', writeBadly],
  ['capture.after-landed', writeBadly],
  ['ddl.before-intent', changePartitions],
  ['ddl.after-intent', changePartitions],
  ['ddl.after-forward', changePartitions],
  ['ddl.after-outcome', changePartitions],
  ['applier.before-window', write, 3],
  // On Milvus Lite only a delete in doubt still has its expression.
  ['applier.after-resolve', writeBadly],
  ['applier.after-read', write, 2],
  ['applier.after-write', write, 3],
  ['applier.after-delete', write, 2],
  ['applier.before-ddl', changePartitions],
  ['applier.after-ddl', changePartitions],
  ['applier.before-database-ddl', changeDatabases],
  ['applier.after-database-ddl', changeDatabases],
  ['applied.before-save', write, 2],
  ['applied.after-save', write, 2],
]

test('a data plane that dies at any named moment goes on, and loses no acknowledged write', async () => {
  await crashAt('cluster.before-record', putFirst)
  await crashAt('cluster.after-record', putFirst)
  await plane.start()
  const first = await plane.putCluster('first', specs[0]!)
  const second = await plane.putCluster('second', specs[1]!)
  serving = first.endpoint
  await client.make()
  log = path.join(plane.dir, 'book.jsonl')
  writer = await startWriter({ python, uri: first.endpoint, token: TOKEN, log, threads: 3, ...(onMilvus && { collections: ['zdm_int64', 'zdm_varchar'] }) })
  await fill({ python, token: TOKEN }, first, ENTITIES)

  await crashAt('migration.before-record', migrate('move-one', 'first', 'second'))
  await crashAt('migration.after-record', migrate('move-one', 'first', 'second'))
  await crashAt('document.after-draft')
  await crashAt('document.after-rename')
  await crashAt('migration.before-stage')
  await crashAt('migration.after-stage')
  for (const [point, lead, hit] of DURING_COPY) await crashAt(point, lead, hit)
  for (const [point, lead, hit] of DURING_SYNC) await crashAt(point, lead, hit)
  for (const point of ['hold', 'drain', 'marker', 'applied'] as const) await crashAt(`cutover.after-${point}`, stop('move-one'))
  await crashAt('cutover.before-switch', stop('move-one'))
  await crashAt('cutover.after-switch', stop('move-one'))
  for (const point of ['release', 'source', 'clusters', 'record'] as const) await crashAt(`settle.after-${point}`)
  await completed('move-one')
  await expect(fs.access(path.join(plane.dir, 'dataplane/migrations/move-one/journal'))).rejects.toThrow('ENOENT')
  await Promise.all([plane.putCluster('first', specs[0]!), plane.putCluster('second', specs[1]!)])
  expect(await compareBothSides(python, first.endpoint, second.endpoint, TOKEN)).toMatchObject(SAME)
  serving = second.endpoint
  writer.switchTo(serving, TOKEN)
  await writesGoOn()

  // The next hop leads to Milvus Lite, which takes partitions only from its like.
  if (onMilvus) await client.makeAnew()

  // The cluster that serves no more is forgotten; its successor is moved once more.
  await crashAt('cluster.before-forget', () => plane.api('DELETE', '/v1/clusters/first'))
  await crashAt('cluster.after-forget', () => plane.api('DELETE', '/v1/clusters/first'))
  await plane.start()
  const third = await plane.putCluster('third', EMBEDDED)
  await plane.putCluster('second', specs[1]!)
  await migrate('move-two', 'second', 'third')()
  await crashAt('cutover.after-enforce', stop('move-two'))
  await crashAt('settle.after-journal')
  await completed('move-two')
  await Promise.all([plane.putCluster('second', specs[1]!), plane.putCluster('third', EMBEDDED)])
  expect(await compareBothSides(python, second.endpoint, third.endpoint, TOKEN)).toMatchObject(SAME)
  serving = third.endpoint
  writer.switchTo(serving, TOKEN)
  await writesGoOn()

  // A migration that ends without a switch: the journal cannot be written any more.
  await plane.putCluster('fourth', EMBEDDED)
  await migrate('move-three', 'third', 'fourth')()
  await plane.until('move-three', ({ stage }) => stage === 'syncing')
  const fullDisk: Lead = async () => {
    await plane.until('move-three', ({ stage }) => stage === 'syncing')
    execFileSync('prlimit', ['--pid', String(plane.pid), '--fsize=1:1'])
    await write()
  }
  await crashAt('migration.before-gap', fullDisk)
  await crashAt('migration.after-gap', fullDisk)
  await crashAt('migration.before-end')
  await crashAt('migration.after-end')
  await plane.start()
  expect(await plane.until('move-three', isOver)).toMatchObject({ stage: 'failed', servingSide: 'source', failure: { code: 'journal.write_failed' } })
  expect((await plane.cluster('third')).policy).toBe('open')
  await writesGoOn()
  await writer.stop()

  expect([...reached].sort()).toEqual([...CRASH_POINTS].sort())
  const move = { source: third, target: third, writer, log, python, token: TOKEN }
  const judgement = await judgeMove(move)
  expect(judgement.acknowledged).toBeGreaterThan(500)
  expect(judgement.clusters.target).toMatchObject(FLAWLESS)
  expect(await checkFill(move, third, ENTITIES)).toEqual({ expected: ENTITIES, found: ENTITIES, wrong: 0, total: ENTITIES })
}, 3_600_000)
