import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { Book } from './testing/book.ts'
import { connect, HistoryClient } from './testing/client.ts'
import type { CollectionPlan, History } from './testing/history.ts'
import { PROFILES } from './testing/profiles.ts'
import { startReader, type Reader } from './testing/reader.ts'
import { World } from './testing/world.ts'

const PLAN: CollectionPlan = { key: 'int64', dynamic: true, partitioning: 'named', elsewhere: false, exists: true, loaded: true, bulk: 0 }
const HISTORY: History = { collections: [PLAN], clients: [], crash: null }

let servers: TestServer[]
let reader: Reader

beforeAll(async () => {
  servers = await Promise.all([startLiteServer(), startLiteServer()])
  reader = startReader()
})
afterAll(async () => {
  await reader.stop()
  for (const server of servers) await server.stop()
})

const place = (at: number) => ({ endpoint: `http://${servers[at]?.address}`, token: '' })

/** Makes the collection with entities 1 to `count`: the same wherever it is made. */
async function make(at: { endpoint: string; token: string }, count: number): Promise<void> {
  const world = new World(HISTORY, PROFILES.lite)
  const subject = world.subject(0)
  const client = new HistoryClient({ number: 0, at: () => at, world, book: new Book(), profile: PROFILES.lite })
  await client.create(subject, false)
  const keys = Array.from({ length: count }, (_, n) => n + 1)
  if (count > 0) await client.fill(subject, keys.map((n) => ({ key: subject.key(n), row: world.row(subject, { bucket: n % 2, color: 'red' }) })), undefined)
  await client.close()
}

test('the reader finds nothing on two sides that are the same, and each kind of difference once it is there', async () => {
  for (const at of [0, 1]) await make(place(at), 4)
  const compare = () => reader.compare({ source: { uri: place(0).endpoint, token: '' }, target: { uri: place(1).endpoint, token: '' }, globalKeys: true })
  expect(await compare()).toMatchObject({ differences: [], entities: 4 })
  const subject = new World(HISTORY, PROFILES.lite).subject(0)
  const at = { db_name: 'default', collection_name: subject.name }
  const sdk = connect(place(1))
  await sdk.deleteEntities({ ...at, filter: `pk in [${subject.key(1)}]` })
  await sdk.upsert({ ...at, data: [{ pk: subject.key(2), shade: 'other' }], partial_update: true })
  await sdk.insert({ ...at, data: [{ pk: subject.key(9), bucket: 0, note: 'n', rev: 99, emb: [0, 0, 0, 0] }] })
  await sdk.createPartition({ ...at, partition_name: 'more' })
  await sdk.closeConnection()
  const { differences } = await compare()
  expect(differences).toEqual([
    expect.stringContaining('partitions'),
    expect.stringMatching(new RegExp(`key ${subject.key(1)}: on the source only`)),
    expect.stringMatching(new RegExp(`key ${subject.key(2)}: source .*, target .*other`)),
    expect.stringMatching(new RegExp(`key ${subject.key(9)}: on the target only`)),
  ])
})

// Made at the last moment, with its index refused at the switch: Milvus loads nothing without one, and a source is read-only then.
test('the reader takes a source without an index for empty, and a target that is not for a difference', async () => {
  const [source, target] = await Promise.all([startMilvusServer(), startLiteServer()])
  try {
    const [from, to] = [source, target].map(({ address }) => ({ endpoint: `http://${address}`, token: '' })) as [ReturnType<typeof place>, ReturnType<typeof place>]
    const compare = () => reader.compare({ source: { uri: from.endpoint, token: '' }, target: { uri: to.endpoint, token: '' }, globalKeys: true })
    await make(from, 0)
    await make(to, 0)
    const of = { db_name: 'default', collection_name: new World(HISTORY, PROFILES.lite).subject(0).name }
    const sdk = connect(from)
    await sdk.dropIndex({ ...of, field_name: 'emb' })
    await sdk.closeConnection()
    expect(await compare()).toMatchObject({ differences: [], entities: 0 })
    const other = connect(to)
    await other.insert({ ...of, data: [{ pk: 1, bucket: 0, note: 'n', rev: 1, emb: [0, 0, 0, 0] }] })
    await other.closeConnection()
    expect((await compare()).differences).toEqual([expect.stringMatching(/key 1: on the target only/), expect.stringMatching(/0 entities on the source, 1 on the target/)])
  } finally {
    await Promise.all([source.stop(), target.stop()])
  }
})
