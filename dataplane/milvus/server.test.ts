import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppError } from '../../lib/errors/app-error.ts'
import { startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { freePorts } from '../testing/free-ports.ts'
import { MilvusServer } from './server.ts'

let double: MilvusDouble
const METHOD = 'Query'

beforeAll(async () => {
  double = await startMilvusDouble()
})
afterAll(() => double.stop())

const failureOf = (call: Promise<unknown>) => call.then(() => undefined, (error: unknown) => error as AppError)
const at = (address: string) => new MilvusServer({ address: () => address, token: '', tls: false, label: 'The server' })

test('a request in parts arrives as one message', async () => {
  double.answer(METHOD, (request) => Promise.resolve(request))
  const parts = [Buffer.from('ab'), Buffer.alloc(0), Buffer.alloc(300_000, 'c'), Buffer.from('d')]
  expect(await double.server.call(METHOD, parts)).toEqual(Buffer.concat(parts))
})

test('a server that nobody listens for, and an address that is none, are unreachable: nothing was sent', async () => {
  const [port] = await freePorts(1)
  for (const address of [`127.0.0.1:${port}`, '127.0.0.1:99999', 'nowhere', 'a b:1']) {
    const server = at(address)
    expect(await failureOf(server.call(METHOD, Buffer.alloc(0))), address).toMatchObject({ code: 'cluster.unreachable' })
    server.close()
  }
})

test('a call without an answer has an unknown outcome and says why', async () => {
  double.answer(METHOD, () => new Promise(() => {}))
  expect(await failureOf(double.server.call(METHOD, Buffer.alloc(0), { timeoutMs: 50 }))).toMatchObject({
    code: 'milvus.unknown_outcome',
    details: { grpcCode: 4 },
    publicMessage: expect.stringContaining('(DEADLINE_EXCEEDED)') as string,
  })
})

test('a call that is given up ends at once', async () => {
  double.answer(METHOD, () => new Promise(() => {}))
  const abort = new AbortController()
  const failure = failureOf(double.server.call(METHOD, Buffer.alloc(0), { signal: abort.signal }))
  setTimeout(() => abort.abort(), 20)
  expect(await failure).toMatchObject({ code: 'milvus.unknown_outcome', details: { grpcCode: 1 } })
  await expect(double.server.call(METHOD, Buffer.alloc(0), { signal: abort.signal })).rejects.toBe(abort.signal.reason)
})

test('a token that the server refuses is told apart from a refusal and from silence', async () => {
  double.answer(METHOD, () => Promise.resolve({ grpc: 16 }))
  expect(await failureOf(double.server.call(METHOD, Buffer.alloc(0)))).toMatchObject({ code: 'cluster.unauthorized' })
  double.answer(METHOD, () => Promise.resolve({ grpc: 8, details: 'message larger than max' }))
  expect(await failureOf(double.server.call(METHOD, Buffer.alloc(0)))).toMatchObject({ details: { grpcCode: 8, reason: 'message larger than max' } })
})

test('a server that ends under a call leaves its outcome unknown, and its successor is found', async () => {
  const first = await startMilvusDouble()
  const second = await startMilvusDouble()
  let address = first.address
  const server = new MilvusServer({ address: () => address, token: '', tls: false, label: 'The server' })
  const asked = new Promise<void>((resolve) => first.answer(METHOD, () => new Promise(() => resolve())))
  const lost = failureOf(server.call(METHOD, Buffer.alloc(0)))
  await asked
  first.stop()
  expect(await lost).toMatchObject({ code: 'milvus.unknown_outcome' })
  address = second.address
  second.answer(METHOD, (request) => Promise.resolve(request))
  expect(await server.call(METHOD, Buffer.from('x'))).toEqual(Buffer.from('x'))
  server.close()
  second.stop()
})
