import http2 from 'node:http2'
import net from 'node:net'
import * as grpc from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { METRICS_EVERY_MS } from '../../lib/contracts/cluster-metrics.ts'
import { silentLogger } from '../lifecycle/logger.ts'
import { createGateway } from './gateway.ts'
import type { Gateway } from './ports.ts'
import type { EchoServer } from './testing/echo-server.ts'
import { EchoClient, pathOf, startEchoServer } from './testing/echo-server.ts'
import type { TestCluster } from './testing/test-cluster.ts'
import { freePort, testCluster } from './testing/test-cluster.ts'

let upstream: EchoServer
let gateway: Gateway
let cluster: TestCluster
let client: EchoClient
const bytes = (value: Buffer) => value

beforeAll(async () => {
  upstream = await startEchoServer()
  cluster = await testCluster(upstream.port)
  gateway = createGateway({ logger: silentLogger })
  await gateway.open(cluster)
  client = new EchoClient(cluster.port)
})
afterAll(async () => {
  client.close()
  await gateway.stop()
  upstream.stop()
})

test('a unary call keeps its bytes, its metadata and its trailers', async () => {
  const metadata = new grpc.Metadata()
  metadata.set('dbname', 'sales')
  metadata.set('authorization', 'cm9vdDpNaWx2dXM=')
  metadata.set('trace-bin', Buffer.from([0, 1, 254, 255]))
  metadata.add('tag', 'one')
  metadata.add('tag', 'two, and a comma')
  const reply = await client.unary(pathOf('echo'), Buffer.from([8, 0, 255]), metadata)
  expect(reply.error).toBeNull()
  expect(reply.message).toEqual(Buffer.from([8, 0, 255]))
  expect(reply.initial?.get('from-upstream')).toEqual(['yes'])
  expect(reply.status.metadata.get('cost')).toEqual(['7'])
  expect(reply.status.metadata.get('proof-bin')).toEqual([Buffer.from([0, 255, 1])])
  const received = upstream.metadata()
  expect(received.get('dbname')).toEqual(['sales'])
  expect(received.get('authorization')).toEqual(['cm9vdDpNaWx2dXM='])
  expect(received.get('trace-bin')).toEqual([Buffer.from([0, 1, 254, 255])])
  expect(received.get('tag').join('|').split(/, |\|/)).toEqual(['one', 'two', 'and a comma'])
})

test('a message and the end of its request reach the upstream in one frame', async () => {
  const frames = new DataFrames()
  const raw = net.createServer((socket) => socket.on('data', (bytes) => frames.read(bytes)).on('error', () => {}))
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve))
  const behind = await testCluster((raw.address() as net.AddressInfo).port, { id: 'frames' })
  await gateway.open(behind)
  const user = new EchoClient(behind.port)
  const ask = () => void user.unary(pathOf('echo'), Buffer.alloc(100, 1), undefined, { deadline: Date.now() + 2_000 })
  ask()
  await vi.waitFor(() => expect(frames.seen).toHaveLength(1))
  // The first call waited for its connection, so its parts would have come together anyway.
  ask()
  await vi.waitFor(() => expect(frames.seen).toEqual([{ length: 105, isEnd: true }, { length: 105, isEnd: true }]))
  user.close()
  raw.close()
})

/** The DATA frames of an HTTP/2 connection, read as RFC 9113 §4.1 lays them out. */
class DataFrames {
  readonly seen: { length: number; isEnd: boolean }[] = []
  #rest: Buffer = Buffer.alloc(0)
  #prefaceLeft = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'.length

  read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const preface = Math.min(this.#prefaceLeft, this.#rest.length)
    this.#prefaceLeft -= preface
    this.#rest = this.#rest.subarray(preface)
    while (this.#rest.length >= 9 && this.#rest.length >= 9 + this.#rest.readUIntBE(0, 3)) {
      const length = this.#rest.readUIntBE(0, 3)
      if (this.#rest[3] === 0) this.seen.push({ length, isEnd: (this.#rest[4]! & 1) !== 0 })
      this.#rest = this.#rest.subarray(9 + length)
    }
  }
}

test('an empty message and an empty reply pass', async () => {
  const reply = await client.unary(pathOf('echo'), Buffer.alloc(0))
  expect(reply.message).toEqual(Buffer.alloc(0))
  expect(reply.status.code).toBe(grpc.status.OK)
})

test('an error keeps its code, its text and its metadata', async () => {
  const { status } = await client.unary(pathOf('fail'), Buffer.from('x'))
  expect(status).toMatchObject({ code: grpc.status.FAILED_PRECONDITION, details: 'nö: 100%' })
  expect(status.metadata.get('why')).toEqual(['test'])
})

test('a method that the server lacks is answered by the server', async () => {
  const { status } = await client.unary('/test.Echo/Absent', Buffer.from('x'))
  expect(status.code).toBe(grpc.status.UNIMPLEMENTED)
})

test('a client stream arrives whole', async () => {
  const size = await new Promise<string>((resolve, reject) => {
    const call = client.client.makeClientStreamRequest(pathOf('collect'), bytes, bytes, (error, value) =>
      error === null ? resolve(String(value)) : reject(error),
    )
    for (let i = 0; i < 50; i++) call.write(Buffer.alloc(1000))
    call.end()
  })
  expect(size).toBe('50000')
})

test('a server stream arrives whole and in order, however slowly it is read', async () => {
  const call = client.client.makeServerStreamRequest(pathOf('repeat'), bytes, bytes, Buffer.from('40x300000'))
  const first: number[] = []
  for await (const chunk of call as AsyncIterable<Buffer>) {
    expect(chunk.length).toBe(300_000)
    first.push(chunk[0]!)
  }
  expect(first).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
})

test('a client that does not read makes the server stop sending', async () => {
  const before = upstream.repeated()
  const session = http2.connect(`http://127.0.0.1:${cluster.port}`)
  const stream = session.request({
    ':method': 'POST',
    ':path': pathOf('repeat'),
    'content-type': 'application/grpc',
    te: 'trailers',
  })
  const request = Buffer.from('400x1000000')
  stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, request.length]), request]))
  await new Promise((resolve) => stream.once('response', resolve))
  // Other calls go on meanwhile. The server has stopped once many of them pass without a message of the stream.
  let sent = -1
  while (sent !== upstream.repeated()) {
    sent = upstream.repeated()
    for (let i = 0; i < 50; i++) await client.unary(pathOf('echo'), Buffer.from('x'))
  }
  expect(sent - before).toBeLessThan(100)
  stream.close(http2.constants.NGHTTP2_CANCEL)
  session.close()
})

test('a bidirectional stream goes back and forth', async () => {
  const call = client.client.makeBidiStreamRequest(pathOf('chat'), bytes, bytes)
  const replies = call[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  for (const word of ['one', 'two', 'three']) {
    call.write(Buffer.from(word))
    expect(String((await replies.next()).value)).toBe(`re: ${word}`)
  }
  call.end()
  expect((await replies.next()).done).toBe(true)
})

test('a message of 100 MiB goes through both ways', async () => {
  const message = Buffer.alloc(100 * 1024 * 1024, 'abcdefg')
  const reply = await client.unary(pathOf('echo'), message)
  expect(reply.status.code).toBe(grpc.status.OK)
  expect(reply.message?.equals(message)).toBe(true)
}, 60_000)

test('300 calls at once are all answered', async () => {
  const replies = await Promise.all(
    Array.from({ length: 300 }, (_, i) => client.unary(pathOf('echo'), Buffer.from(String(i)))),
  )
  expect(replies.map((reply) => String(reply.message))).toEqual(Array.from({ length: 300 }, (_, i) => String(i)))
})

test('cancelling a call cancels it at the server', async () => {
  const call = client.client.makeUnaryRequest(pathOf('hang'), bytes, bytes, Buffer.from('x'), () => {})
  await upstream.hanging
  call.cancel()
  await upstream.cancelled
})

test('a deadline reaches the server and ends the call', async () => {
  const startedAt = Date.now()
  const reply = await client.unary(pathOf('hang'), Buffer.from('x'), undefined, { deadline: startedAt + 300 })
  expect(reply.status.code).toBe(grpc.status.DEADLINE_EXCEEDED)
  expect(Date.now() - startedAt).toBeLessThan(3_000)
})

test('without a server behind it a call is UNAVAILABLE at once', async () => {
  const dead = await testCluster(await freePort(), { id: 'dead' })
  await gateway.open(dead)
  const lonely = new EchoClient(dead.port)
  const startedAt = Date.now()
  expect((await lonely.unary(pathOf('query'), Buffer.from('x'))).status.code).toBe(grpc.status.UNAVAILABLE)
  dead.upstream = undefined
  expect((await lonely.unary(pathOf('query'), Buffer.from('x'))).status.code).toBe(grpc.status.UNAVAILABLE)
  expect(Date.now() - startedAt).toBeLessThan(2_000)
  lonely.close()
})

test('a server that dies under a call ends it with UNAVAILABLE, and its successor is found', async () => {
  const first = await startEchoServer()
  const moving = await testCluster(first.port, { id: 'moving' })
  await gateway.open(moving)
  const user = new EchoClient(moving.port)
  const pending = user.unary(pathOf('hang'), Buffer.from('x'))
  await first.hanging
  first.stop()
  expect((await pending).status.code).toBe(grpc.status.UNAVAILABLE)
  const second = await startEchoServer()
  moving.upstream = { host: '127.0.0.1', port: second.port, tls: false }
  expect((await user.unary(pathOf('echo'), Buffer.from('again'))).message).toEqual(Buffer.from('again'))
  user.close()
  second.stop()
})

test('closing an endpoint ends its calls with UNAVAILABLE and frees the port', async () => {
  const server = await startEchoServer()
  const closing = await testCluster(server.port, { id: 'closing' })
  await gateway.open(closing)
  const user = new EchoClient(closing.port)
  const pending = user.unary(pathOf('hang'), Buffer.from('x'))
  await server.hanging
  await gateway.close('closing')
  expect((await pending).status.code).toBe(grpc.status.UNAVAILABLE)
  await gateway.open(closing)
  user.close()
  server.stop()
})

test('a port in use is refused with a sentence that says so', async () => {
  const taken = await testCluster(upstream.port, { id: 'taken', port: upstream.port })
  await expect(gateway.open(taken)).rejects.toThrow(/another program uses it/)
})

test('what passes is measured: calls, bytes both ways, and what ended without an answer', async () => {
  const measured = await testCluster(upstream.port, { id: 'measured' })
  await gateway.open(measured)
  const caller = new EchoClient(measured.port)
  let now = Date.now()
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now)
  try {
    await caller.unary(pathOf('echo'), Buffer.alloc(1_000))
    await caller.unary(pathOf('fail'), Buffer.from('x'))
    await vi.waitFor(() => {
      now += METRICS_EVERY_MS
      const samples = gateway.samplesOf(measured.id)
      const sum = (of: 'calls' | 'errors' | 'bytesIn' | 'bytesOut') => samples.reduce((all, sample) => all + sample[of], 0)
      expect([sum('calls'), sum('errors')]).toEqual([2, 1])
      expect(sum('bytesIn')).toBeGreaterThanOrEqual(1_000)
      expect(sum('bytesOut')).toBeGreaterThanOrEqual(1_000)
    })
  } finally {
    clock.mockRestore()
    caller.close()
    await gateway.close(measured.id)
  }
})
