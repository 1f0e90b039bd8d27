import { createHash } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../../lifecycle/logger.ts'
import { createGateway } from '../gateway.ts'
import type { Gateway } from '../ports.ts'
import type { TestCluster } from '../testing/test-cluster.ts'
import { freePort, testCluster } from '../testing/test-cluster.ts'

type Seen = { method: string; url: string; body: string; headers: http.IncomingHttpHeaders }
let server: http.Server
let seen: Seen[]
let answer: (response: http.ServerResponse) => void
let gateway: Gateway
let cluster: TestCluster

beforeEach(async () => {
  seen = []
  answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":0,"data":[]}')
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ method: request.method!, url: request.url!, body: String(Buffer.concat(chunks)), headers: request.headers })
      answer(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cluster = await testCluster((server.address() as AddressInfo).port, { migrationId: 'm-9' })
  gateway = createGateway({ logger: silentLogger })
  await gateway.open(cluster)
})
afterEach(async () => {
  await gateway.stop()
  server.closeAllConnections()
  server.close()
})

const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${cluster.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const INSERT = '/v2/vectordb/entities/insert'
const QUERY = '/v2/vectordb/entities/query'

test('outside a migration REST passes as it is, writes included', async () => {
  const reply = await post(`${INSERT}?trace=1`, { data: [1] }, { authorization: 'Bearer root:Milvus', dbname: 'sales' })
  expect(await reply.json()).toEqual({ code: 0, data: [] })
  expect(seen[0]).toMatchObject({ method: 'POST', url: `${INSERT}?trace=1`, body: '{"data":[1]}' })
  expect(seen[0]!.headers).toMatchObject({ authorization: 'Bearer root:Milvus', dbname: 'sales' })
})

test.each(['locked', 'fenced', 'syncing', 'readonly'] as const)('under %s reads pass and writes get a JSON error', async (policy) => {
  cluster.policy = policy
  expect((await post(QUERY)).status).toBe(200)
  expect(seen).toHaveLength(1)
  const refused = await post(INSERT, { data: [1] })
  expect(refused.status).toBe(200)
  expect(await refused.json()).toEqual({ code: 9, message: expect.stringMatching(/insert is refused.*m-9/) })
  expect(seen).toHaveLength(1)
})

test.each([
  '/v2/vectordb/collections/rename',
  '/v2/vectordb/jobs/import/create',
  '/v2/vectordb/entities/inser%74',
  '/v2/vectordb/entities/query/../insert',
  '/v1/vector/insert',
  '/api/v1/collections',
  '/collections',
])('on a locked source %s does not pass', async (path) => {
  cluster.policy = 'locked'
  // fetch would tidy the path.
  const status = await new Promise<number>((resolve, reject) =>
    http
      .request({ port: cluster.port, method: 'POST', path }, (reply) => resolve(reply.resume().statusCode!))
      .on('error', reject)
      .end('{}'),
  )
  expect(status).toBe(200)
  expect(seen).toEqual([])
})

test('an interceptor that wants writes outside a migration keeps REST writes out', async () => {
  cluster.interceptor = { wants: () => true, handle: () => Promise.reject(new Error('unused')) }
  expect(await (await post(INSERT)).json()).toMatchObject({ code: 9 })
  expect((await post(QUERY)).status).toBe(200)
})

test('REST writes in flight count as raw writes', async () => {
  let finish = () => {}
  const arrived = new Promise<void>((resolve) => {
    answer = (response) => {
      finish = () => response.end('{"code":0}')
      resolve()
    }
  })
  const reply = post(INSERT)
  await arrived
  expect(gateway.rawWritesInFlight(cluster.id)).toBe(1)
  const drained = gateway.drainRawWrites(cluster.id)
  finish()
  expect(await drained).toEqual({ lastUnknownAt: undefined })
  expect((await reply).status).toBe(200)
})

test('a REST write whose connection breaks has an unknown end', async () => {
  answer = (response) => response.destroy()
  const reply = await post(INSERT)
  expect(reply.status).toBe(503)
  expect((await gateway.drainRawWrites(cluster.id)).lastUnknownAt).toBeDefined()
})

test('without a server a REST request gets a JSON error and a certain end', async () => {
  cluster.upstream = { host: '127.0.0.1', port: await freePort(), tls: false }
  const reply = await post(INSERT)
  expect(reply.status).toBe(503)
  expect(await reply.json()).toMatchObject({ code: 2 })
  expect(await gateway.drainRawWrites(cluster.id)).toEqual({ lastUnknownAt: undefined })
})

test('REST asks for the token where the cluster has one, health does not', async () => {
  cluster.tokenDigest = createHash('sha256').update('secret-token').digest()
  expect((await post(QUERY)).status).toBe(401)
  expect((await post(QUERY, {}, { authorization: 'Bearer secret-token' })).status).toBe(200)
  expect(await (await fetch(`http://127.0.0.1:${cluster.port}/healthz`)).text()).toBe('OK')
})

test('a large reply reaches a client as it was sent', async () => {
  const large = 'x'.repeat(5_000_000)
  answer = (response) => response.end(large)
  expect((await (await post(QUERY)).text()).length).toBe(large.length)
})

test('a connection that begins letter by letter still finds its protocol', async () => {
  const socket = net.connect(cluster.port, '127.0.0.1')
  for (const letter of 'POST /v2/vectordb/entities/query HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}') {
    socket.write(letter)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const [chunk] = (await new Promise<Buffer[]>((resolve) => socket.once('data', (data) => resolve([data])))) as [Buffer]
  expect(String(chunk)).toContain('200 OK')
  socket.destroy()
})
