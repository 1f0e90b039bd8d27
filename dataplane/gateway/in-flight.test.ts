import * as grpc from '@grpc/grpc-js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { silentLogger } from '../lifecycle/logger.ts'
import { createGateway } from './gateway.ts'
import { RawWrites } from './in-flight.ts'
import type { Gateway } from './ports.ts'
import { EchoClient, pathOf } from './testing/echo-server.ts'
import type { TestCluster } from './testing/test-cluster.ts'
import { testCluster } from './testing/test-cluster.ts'

let server: http2.Http2Server
let arrived: Promise<http2.ServerHttp2Stream>
let gateway: Gateway
let cluster: TestCluster
let client: EchoClient
const bytes = (value: Buffer) => value

/** A server that answers when the test says so. */
beforeEach(async () => {
  server = http2.createServer()
  arrived = new Promise((resolve) => server.once('stream', resolve))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cluster = await testCluster((server.address() as AddressInfo).port)
  gateway = createGateway({ logger: silentLogger })
  await gateway.open(cluster)
  client = new EchoClient(cluster.port)
})
afterEach(async () => {
  client.close()
  await gateway.stop()
  server.close()
})

function answer(stream: http2.ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '13' }, { endStream: true })
}

test('drain waits for the raw writes begun before it and not for later ones', async () => {
  const writes = new RawWrites()
  const endFirst = writes.begin()
  const drained = writes.drain()
  writes.begin()
  endFirst('settled')
  expect(await drained).toEqual({ lastUnknownAt: undefined })
  expect(writes.count).toBe(1)
})

test('a raw write in flight is counted until the server has answered', async () => {
  const reply = client.unary(pathOf('insert'), Buffer.from('rows'))
  const stream = await arrived
  expect(gateway.rawWritesInFlight(cluster.id)).toBe(1)
  cluster.policy = 'locked'
  const drained = gateway.drainRawWrites(cluster.id)
  answer(stream)
  expect(await drained).toEqual({ lastUnknownAt: undefined })
  expect((await reply).status.code).toBe(grpc.status.INTERNAL)
})

test('reads are not counted', async () => {
  void client.unary(pathOf('query'), Buffer.from('q'))
  await arrived
  expect(gateway.rawWritesInFlight(cluster.id)).toBe(0)
})

test('a write that its client gives up has an unknown end', async () => {
  const call = client.client.makeUnaryRequest(pathOf('insert'), bytes, bytes, Buffer.from('rows'), () => {})
  await arrived
  const drained = gateway.drainRawWrites(cluster.id)
  const before = Date.now()
  call.cancel()
  expect((await drained).lastUnknownAt).toBeGreaterThanOrEqual(before)
})

test('a write past its deadline has an unknown end', async () => {
  void client.unary(pathOf('insert'), Buffer.from('rows'), undefined, { deadline: Date.now() + 200 })
  await arrived
  expect((await gateway.drainRawWrites(cluster.id)).lastUnknownAt).toBeDefined()
})

test('a write whose connection broke has an unknown end', async () => {
  void client.unary(pathOf('insert'), Buffer.from('rows'))
  const stream = await arrived
  stream.session!.destroy()
  expect((await gateway.drainRawWrites(cluster.id)).lastUnknownAt).toBeDefined()
})

test('a write that reached nobody has a certain end', async () => {
  server.close()
  cluster.upstream = { host: '127.0.0.1', port: 1, tls: false }
  await client.unary(pathOf('insert'), Buffer.from('rows'))
  expect(await gateway.drainRawWrites(cluster.id)).toEqual({ lastUnknownAt: undefined })
})
