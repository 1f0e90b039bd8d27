import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import http2 from 'node:http2'
import * as grpc from '@grpc/grpc-js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../lifecycle/logger.ts'
import { createGateway } from './gateway.ts'
import type { ForwardResult, Gateway, InterceptedCall, Interceptor, UnaryReply } from './ports.ts'
import type { EchoServer } from './testing/echo-server.ts'
import { EchoClient, pathOf, startEchoServer } from './testing/echo-server.ts'
import type { TestCluster } from './testing/test-cluster.ts'
import { freePort, testCluster } from './testing/test-cluster.ts'

let upstream: EchoServer
let gateway: Gateway
let cluster: TestCluster
let client: EchoClient

beforeEach(async () => {
  upstream = await startEchoServer()
  cluster = await testCluster(upstream.port, { policy: 'locked', migrationId: 'm-1' })
  gateway = createGateway({ logger: silentLogger })
  await gateway.open(cluster)
  client = new EchoClient(cluster.port)
})
afterEach(async () => {
  client.close()
  await gateway.stop()
  upstream.stop()
})

/** An interceptor that hands each call to `handle`. */
const through = (handle: (call: InterceptedCall) => Promise<UnaryReply>): Interceptor => ({ wants: () => true, handle })
const insert = (message: Buffer | string, metadata?: grpc.Metadata, options?: grpc.CallOptions) =>
  client.unary(pathOf('insert'), Buffer.from(message), metadata, options)

test('an interceptor sees the message and forwards with the metadata of the client', async () => {
  let seen: InterceptedCall | undefined
  cluster.interceptor = through((call) => {
    seen = call
    return call.forward(Buffer.from('changed'), 5_000)
  })
  const metadata = new grpc.Metadata()
  metadata.set('dbname', 'sales')
  metadata.set('authorization', 'dG9rZW4=')
  metadata.set('identifier', '449')
  const reply = await insert('rows', metadata)
  expect(reply.message).toEqual(Buffer.from('changed'))
  expect(reply.status.metadata.get('cost')).toEqual(['7'])
  expect(seen).toMatchObject({ clusterId: 'orders', method: 'Insert', database: 'sales', message: Buffer.from('rows') })
  expect(upstream.metadata().get('authorization')).toEqual(['dG9rZW4='])
  expect(upstream.metadata().get('identifier')).toEqual(['449'])
  expect(upstream.metadata().get('grpc-timeout')).toHaveLength(0)
})

test('a message of 100 MiB is read whole and forwarded', async () => {
  cluster.interceptor = through((call) => call.forward(call.message, 30_000))
  const message = Buffer.alloc(100 * 1024 * 1024, 'rows')
  expect((await insert(message)).message?.equals(message)).toBe(true)
}, 60_000)

test('reads never reach the interceptor', async () => {
  cluster.interceptor = through(() => Promise.reject(new Error('a read was intercepted')))
  expect((await client.unary(pathOf('query'), Buffer.from('q'))).message).toEqual(Buffer.from('q'))
})

test('without an interceptor a write waits: UNAVAILABLE, and nothing passes', async () => {
  expect((await insert('rows')).status.code).toBe(grpc.status.UNAVAILABLE)
  expect(upstream.calls).toEqual([])
})

test('a refused operation gets a reply of its own type and never reaches the server', async () => {
  const reply = await client.unary(pathOf('rename'), Buffer.alloc(0))
  expect(reply.error).toBeNull()
  expect(String(reply.message)).toContain('RenameCollection is refused')
  expect(String(reply.message)).toContain('m-1')
  expect(upstream.calls).toEqual([])
})

test('an unknown method is refused during a migration and passes outside one', async () => {
  expect((await client.unary(pathOf('echo'), Buffer.from('x'))).status.code).toBe(grpc.status.PERMISSION_DENIED)
  cluster.policy = 'open'
  expect((await client.unary(pathOf('echo'), Buffer.from('x'))).message).toEqual(Buffer.from('x'))
})

test('a call that hangs in the interceptor ends at its deadline and aborts the signal', async () => {
  const aborted = new Promise<void>((resolve) => {
    cluster.interceptor = through(
      (call) =>
        new Promise((settle) => {
          call.signal.addEventListener('abort', () => {
            resolve()
            settle({ kind: 'status', code: grpc.status.CANCELLED, details: 'gone' })
          })
        }),
    )
  })
  expect((await insert('rows', undefined, { deadline: Date.now() + 200 })).status.code).toBe(grpc.status.DEADLINE_EXCEEDED)
  await aborted
})

test('a client that leaves aborts the signal, and the forwarded call goes on', async () => {
  let finished: (result: ForwardResult) => void = () => {}
  const result = new Promise<ForwardResult>((resolve) => (finished = resolve))
  let entered = () => {}
  const inside = new Promise<void>((resolve) => (entered = resolve))
  cluster.interceptor = through(async (call) => {
    entered()
    await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
    const reply = await call.forward(call.message, 5_000)
    finished(reply)
    return reply
  })
  const bytes = (value: Buffer) => value
  const call = client.client.makeUnaryRequest(pathOf('insert'), bytes, bytes, Buffer.from('rows'), () => {})
  await inside
  call.cancel()
  expect(await result).toMatchObject({ kind: 'message', message: Buffer.from('rows') })
})

test('a forward that reached nobody says so', async () => {
  let result: ForwardResult | undefined
  cluster.upstream = { host: '127.0.0.1', port: await freePort(), tls: false }
  cluster.interceptor = through(async (call) => (result = await call.forward(call.message, 5_000)))
  expect((await insert('rows')).status.code).toBe(grpc.status.UNAVAILABLE)
  expect(result).toMatchObject({ kind: 'status', code: grpc.status.UNAVAILABLE, sent: false })
  cluster.upstream = undefined
  await insert('rows')
  expect(result).toMatchObject({ kind: 'status', code: grpc.status.UNAVAILABLE, sent: false })
})

test('a forward whose answer did not come counts as sent', async () => {
  const server = http2.createServer()
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  server.on('stream', (stream) => stream.on('error', () => {}).close(http2.constants.NGHTTP2_INTERNAL_ERROR))
  let result: ForwardResult | undefined
  cluster.upstream = { host: '127.0.0.1', port, tls: false }
  cluster.interceptor = through(async (call) => (result = await call.forward(call.message, 5_000)))
  await insert('rows')
  expect(result).toMatchObject({ kind: 'status', sent: true })
  server.removeAllListeners('stream')
  server.on('stream', () => {})
  cluster.interceptor = through(async (call) => (result = await call.forward(call.message, 100)))
  await insert('rows')
  expect(result).toMatchObject({ kind: 'status', code: grpc.status.DEADLINE_EXCEEDED, sent: true })
  server.close()
})

test('an interceptor that fails becomes INTERNAL', async () => {
  cluster.interceptor = through(() => Promise.reject(new Error('secret inside')))
  const { status } = await insert('rows')
  expect(status.code).toBe(grpc.status.INTERNAL)
  expect(status.details).not.toContain('secret')
})

test('a policy that changes while the request is being read is obeyed', async () => {
  cluster.interceptor = through(() => Promise.reject(new Error('the interceptor must not be asked')))
  const session = http2.connect(`http://127.0.0.1:${cluster.port}`)
  const stream = session.request({ ':method': 'POST', ':path': pathOf('insert'), 'content-type': 'application/grpc' })
  stream.write(Buffer.from([0, 0, 0]))
  await client.unary(pathOf('query'), Buffer.from('q'))
  cluster.policy = 'readonly'
  stream.end(Buffer.from([0, 1, 65]))
  expect(String(Buffer.concat(await stream.toArray()))).toContain('Insert is refused')
  session.close()
})

async function rawInsert(body: Buffer, headers: http2.OutgoingHttpHeaders = {}): Promise<http2.IncomingHttpHeaders> {
  const session = http2.connect(`http://127.0.0.1:${cluster.port}`)
  const stream = session.request({
    ':method': 'POST',
    ':path': pathOf('insert'),
    'content-type': 'application/grpc',
    ...headers,
  })
  let end: http2.IncomingHttpHeaders = {}
  stream.on('response', (received) => (end = received))
  stream.on('trailers', (received) => (end = received))
  stream.resume()
  stream.end(body)
  await new Promise((resolve) => stream.once('close', resolve))
  session.close()
  return end
}

const frame = (flag: number, message: Buffer, length = message.length) => {
  const header = Buffer.alloc(5)
  header[0] = flag
  header.writeUInt32BE(length, 1)
  return Buffer.concat([header, message])
}

test('a client that announces much and sends nothing holds up others no longer than its deadline', async () => {
  cluster.interceptor = through((call) => call.forward(call.message, 5_000))
  const session = http2.connect(`http://127.0.0.1:${cluster.port}`)
  const stream = session.request({
    ':method': 'POST',
    ':path': pathOf('insert'),
    'content-type': 'application/grpc',
    'grpc-timeout': '200m',
  })
  const status = new Promise((resolve) => stream.on('response', (headers) => resolve(headers['grpc-status'])))
  stream.write(frame(0, Buffer.from('a'), 256 * 1024 * 1024))
  await client.unary(pathOf('query'), Buffer.from('q'))
  expect((await insert('rows')).message).toEqual(Buffer.from('rows'))
  expect(await status).toBe('4')
  session.destroy()
})

test('a compressed message reaches the interceptor uncompressed', async () => {
  let message: Buffer | undefined
  cluster.interceptor = through((call) => call.forward((message = call.message), 5_000))
  const end = await rawInsert(frame(1, gzipSync('rows')), { 'grpc-encoding': 'gzip' })
  expect(end['grpc-status']).toBe('0')
  expect(message).toEqual(Buffer.from('rows'))
})

test.each([
  ['no frame', Buffer.from('ab'), '13'],
  ['a frame that promises more than it holds', frame(0, Buffer.from('abc'), 9), '13'],
  ['two messages', Buffer.concat([frame(0, Buffer.from('a')), frame(0, Buffer.from('b'))]), '13'],
  ['an unknown flag', frame(7, Buffer.from('abc')), '13'],
  ['broken compression', frame(1, Buffer.from('abc')), '13'],
  ['a message over the limit', frame(0, Buffer.from('abc'), 2 ** 31), '8'],
])('%s is answered with an error, not an exception', async (_name, body, status) => {
  cluster.interceptor = through(() => Promise.reject(new Error('must not be asked')))
  expect((await rawInsert(body, { 'grpc-encoding': 'gzip' }))['grpc-status']).toBe(status)
})

test('an embedded cluster asks for its token and keeps it from the server', async () => {
  cluster.policy = 'open'
  cluster.tokenDigest = createHash('sha256').update('the-token').digest()
  const wrong = await client.unary(pathOf('query'), Buffer.from('q'))
  expect(wrong.status.code).toBe(grpc.status.UNAUTHENTICATED)
  expect(wrong.status.details).toContain('token')
  const metadata = new grpc.Metadata()
  metadata.set('authorization', Buffer.from('the-token').toString('base64'))
  expect((await client.unary(pathOf('query'), Buffer.from('q'), metadata)).error).toBeNull()
  expect(upstream.metadata().get('authorization')).toEqual([])
})
