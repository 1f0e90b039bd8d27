import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../lifecycle/logger.ts'
import type { TestServer } from '../testing/lite-server.ts'
import { startMilvusServer } from '../testing/milvus-server.ts'
import { litePython, milvus23Python } from '../testing/python-env.ts'
import { createGateway } from './gateway.ts'
import type { Gateway } from './ports.ts'
import { sdkTour } from './testing/sdk-tour.ts'
import type { TestCluster } from './testing/test-cluster.ts'
import { testCluster } from './testing/test-cluster.ts'

let server: TestServer
let gateway: Gateway
let cluster: TestCluster

beforeEach(() => {
  cluster.policy = 'open'
  cluster.migrationId = 'm-7'
})
beforeAll(async () => {
  server = await startMilvusServer()
  gateway = createGateway({ logger: silentLogger })
  cluster = await testCluster(server.port)
  await gateway.open(cluster)
})
afterAll(async () => {
  await gateway.stop()
  await server.stop()
})

const endpoint = () => `127.0.0.1:${cluster.port}`

test.each([
  ['pymilvus 2.3', milvus23Python],
  ['pymilvus 3', litePython],
])('%s works with Milvus 2.3.5 through the gateway as it does directly', async (_name, python) => {
  const direct = await sdkTour(python(), 'tour', server.address)
  expect(direct).toMatchObject({ inserted: 2000, count: 1997, found: [[7, 'seven'], [8, 'w8']], nearest: 7 })
  expect(await sdkTour(python(), 'tour', endpoint())).toEqual(direct)
})

test('pymilvus 2.3 raises a readable exception for what a locked source refuses', async () => {
  cluster.policy = 'locked'
  const outcomes = await sdkTour(milvus23Python(), 'forbidden', endpoint())
  // This client has no calls for the others.
  for (const operation of ['CreateAlias', 'DropAlias', 'AlterAlias', 'RenameCollection', 'Import'])
    expect(outcomes[operation], operation).toMatchObject({
      error: 'MilvusException',
      text: expect.stringMatching(new RegExp(`${operation} is refused.*"m-7"`)),
    })
})

test('the REST of Milvus reads under every policy and writes only outside a migration', async () => {
  const send = async (method: string, route: string, body?: object) => {
    const reply = await fetch(`http://${endpoint()}/v1/vector/${route}`, {
      method,
      headers: { authorization: 'Bearer root:Milvus', 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    return (await reply.json()) as { code: number; data?: unknown; message?: string }
  }
  expect(await send('POST', 'collections/create', { collectionName: 'rest', dimension: 2 })).toMatchObject({ code: 200 })
  for (const policy of ['locked', 'fenced', 'syncing', 'readonly'] as const) {
    cluster.policy = policy
    expect((await send('GET', 'collections')).data, policy).toEqual(['rest'])
    const refused = await send('POST', 'collections/drop', { collectionName: 'rest' })
    expect(refused, policy).toMatchObject({ code: 9, message: expect.stringContaining('is refused') })
  }
  cluster.policy = 'open'
  expect(await send('POST', 'collections/drop', { collectionName: 'rest' })).toMatchObject({ code: 200 })
  expect((await send('GET', 'collections')).data).toEqual([])
})
