import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDataPlane, isNotFound } from './data-plane.ts'

vi.mock('../config/console.ts', () => ({ consoleConfig: () => ({}) }))

let server: http.Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)))
  server = undefined
})

/** A client of a server that answers every call so; `null` never answers. */
async function clientOf(answer: { status: number; body: string } | null, seen: http.IncomingMessage[] = []) {
  server = http.createServer((request, response) => {
    seen.push(request)
    if (answer !== null) response.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return createDataPlane({ url: `http://127.0.0.1:${port}/`, token: 'secret' })
}

describe('createDataPlane', () => {
  it('presents its token and parses what comes back', async () => {
    const seen: http.IncomingMessage[] = []
    const body = JSON.stringify({ version: '1', startedAt: 1, embedded: { available: false, reason: 'No Python.' } })
    const plane = await clientOf({ status: 200, body }, seen)
    expect((await plane.health()).embedded.reason).toBe('No Python.')
    expect(seen[0]?.headers.authorization).toBe('Bearer secret')
    expect(seen[0]?.url).toBe('/v1/health')
  })

  it("a refusal keeps the data plane's code and sentence", async () => {
    const body = JSON.stringify({ error: { code: 'migration.lag_too_high', message: 'The lag is 12 s.' } })
    const plane = await clientOf({ status: 409, body })
    await expect(plane.stopMigration('job-a', { afterLife: 'readonly', acceptLag: false, acceptUnverified: false })).rejects.toMatchObject({
      code: 'migration.lag_too_high',
      publicMessage: 'The lag is 12 s.',
    })
  })

  it('a data plane that is not there, or breaks the connection, is unreachable', async () => {
    const gone = createDataPlane({ url: 'http://127.0.0.1:1', token: 'secret' })
    await expect(gone.clusters()).rejects.toMatchObject({ code: 'dataplane.unreachable', next: 'retry' })
  })

  it('a data plane that does not answer in 5 s is unreachable', async () => {
    const plane = await clientOf(null)
    await expect(plane.clusters()).rejects.toMatchObject({ code: 'dataplane.unreachable' })
  }, 15_000)

  it.each([
    { status: 200, body: '{"clusters":[{"id":"in01-a"}]}' },
    { status: 200, body: '<html>' },
    { status: 502, body: 'Bad gateway' },
    { status: 409, body: '{"error":{"code":"unheard.of","message":"What?"}}' },
  ])('an answer of another form ($status $body) is an error, never data', async (answer) => {
    const plane = await clientOf(answer)
    await expect(plane.clusters()).rejects.toMatchObject({ code: 'internal.unexpected' })
  })

  it('tells "there is no such thing" from other failures', async () => {
    const plane = await clientOf({ status: 404, body: '{"error":{"code":"migration.not_found","message":"No."}}' })
    expect(isNotFound(await plane.migration('job-a').catch((error: unknown) => error))).toBe(true)
    expect(isNotFound(new Error('No.'))).toBe(false)
  })
})
