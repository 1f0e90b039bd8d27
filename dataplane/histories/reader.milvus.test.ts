import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
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

/** The same entities on both sides. */
async function fillBoth(): Promise<void> {
  for (const at of [0, 1]) {
    const world = new World(HISTORY, PROFILES.lite)
    const subject = world.subject(0)
    const client = new HistoryClient({ number: 0, at: () => place(at), world, book: new Book(), profile: PROFILES.lite })
    await client.create(subject)
    await client.fill(subject, [1, 2, 3, 4].map((n) => ({ key: subject.key(n), row: world.row(subject, { bucket: n % 2, color: 'red' }) })), undefined)
    await client.close()
  }
}

test('the reader finds nothing on two sides that are the same, and each kind of difference once it is there', async () => {
  await fillBoth()
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
