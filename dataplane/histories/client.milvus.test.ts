import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLiteServer, type TestServer } from '../testing/lite-server.ts'
import { Book } from './testing/book.ts'
import { connect, HistoryClient } from './testing/client.ts'
import { PROFILES } from './testing/profiles.ts'
import { World } from './testing/world.ts'

const TIMES = 5

let server: TestServer

beforeAll(async () => {
  server = await startLiteServer()
})
afterAll(async () => {
  await server.stop()
})

// The Node SDK's own wait for a load asks until it hears of 100 %, which never comes then.
test('a client that makes a collection does not wait for a load that another client undoes', async () => {
  const place = { endpoint: `http://${server.address}`, token: '' }
  const world = new World({ collections: [{ key: 'int64', dynamic: false, partitioning: 'none', elsewhere: false, exists: false, loaded: true, bulk: 0 }], clients: [], crash: null }, PROFILES.lite)
  const book = new Book()
  const client = new HistoryClient({ number: 1, at: () => place, world, book, profile: PROFILES.lite })
  const { database, name } = world.subject(0)
  const of = { db_name: database, collection_name: name }
  const other = connect(place)
  let made = false
  const releases = (async () => {
    while (!made) await other.releaseCollection(of).catch(() => undefined)
  })()
  for (let n = 0; n < TIMES; n++) {
    await client.create(world.subject(0))
    await client.run({ do: 'drop', collection: 0 })
  }
  made = true
  await releases
  await client.close()
  await other.closeConnection()
  expect(book.entries.filter(({ what, ok }) => what === 'load' && ok)).toHaveLength(TIMES)
}, 60_000)
