import net from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts'

let server: net.Server
let received: string
let proxy: FaultProxy
const sockets: net.Socket[] = []

beforeEach(async () => {
  received = ''
  server = net.createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      received += bytes.toString()
      socket.write(`<${bytes.toString()}>`)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy = await startFaultProxy(`127.0.0.1:${(server.address() as net.AddressInfo).port}`)
})
afterEach(async () => {
  await proxy.stop()
  for (const socket of sockets.splice(0)) socket.destroy()
  server.close()
})

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Connects, and after the connection's first moments sends `text`; tells what came back and how it ended. */
async function talk(text: string): Promise<{ replies: () => string; ended: Promise<string> }> {
  const socket = net.connect(Number(proxy.address.split(':')[1]), '127.0.0.1')
  sockets.push(socket)
  let replies = ''
  socket.on('data', (bytes) => (replies += bytes.toString()))
  const ended = new Promise<string>((resolve) => socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? '')).on('close', () => resolve('closed')))
  await wait(150)
  socket.write(text)
  return { replies: () => replies, ended }
}

test('without a fault everything passes', async () => {
  const { replies } = await talk('ask')
  await expect.poll(replies).toBe('<ask>')
})

test('a lost reply: the server has the request, the client gets nothing but a reset', async () => {
  await proxy.set('lose-replies')
  const { replies, ended } = await talk('ask')
  expect(await ended).toBe('ECONNRESET')
  expect(received).toBe('ask')
  expect(replies()).toBe('')
  expect(proxy.cuts).toBe(1)
})

test('a reset in the middle of a request: the server has a part of it', async () => {
  await proxy.set('reset')
  const { ended } = await talk('asking')
  expect(await ended).toBe('ECONNRESET')
  expect(received.length).toBeLessThan(6)
})

test('a stalled connection says nothing, and goes on where it was afterwards', async () => {
  await proxy.set('stall')
  const { replies } = await talk('ask')
  await wait(100)
  expect(received).toBe('')
  await proxy.set(undefined)
  await expect.poll(replies).toBe('<ask>')
})

test('a refused connection, and the same address again afterwards', async () => {
  await proxy.set('refuse')
  expect(await (await talk('ask')).ended).toBe('ECONNREFUSED')
  await proxy.set(undefined)
  const { replies } = await talk('ask')
  await expect.poll(replies).toBe('<ask>')
})

test('delayed and throttled bytes all arrive, in order', async () => {
  const text = 'x'.repeat(30_000) + 'y'
  for (const fault of ['delay', 'throttle'] as const) {
    received = ''
    await proxy.set(fault)
    await talk(text)
    await expect.poll(() => received, { timeout: 5_000 }).toBe(text)
  }
})
