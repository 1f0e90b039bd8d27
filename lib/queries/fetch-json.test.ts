import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { fetchFile, fetchJson } from './fetch-json.ts'

const Reply = z.object({ one: z.number() })
const answering = (body: string, status = 200) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })))

afterEach(() => vi.unstubAllGlobals())

describe('fetchFile', () => {
  it('keeps the answer as it came, and tells a failure as fetchJson does', async () => {
    answering('{ "one": 1 }')
    expect(await (await fetchFile('/api/x')).text()).toBe('{ "one": 1 }')
    answering('{"error":{"code":"dataplane.unreachable","message":"It is away."}}', 503)
    await expect(fetchFile('/api/x')).rejects.toMatchObject({ code: 'dataplane.unreachable', publicMessage: 'It is away.' })
  })
})

describe('fetchJson', () => {
  it('answers with what the schema parsed', async () => {
    answering('{"one":1,"more":2}')
    expect(await fetchJson('/api/x', Reply)).toEqual({ one: 1 })
  })

  it("a failure carries the console's code and sentence", async () => {
    answering('{"error":{"code":"cluster.locked","message":"It is Locked."}}', 409)
    await expect(fetchJson('/api/x', Reply)).rejects.toMatchObject({ code: 'cluster.locked', publicMessage: 'It is Locked.' })
  })

  it.each(['<html>', '{"one":"1"}', ''])('an answer of another form (%j) is an error, never data', async (body) => {
    answering(body)
    await expect(fetchJson('/api/x', Reply)).rejects.toMatchObject({ code: 'internal.unexpected' })
  })

  it('a failure of another form still says its status', async () => {
    answering('Bad gateway', 502)
    await expect(fetchJson('/api/x', Reply)).rejects.toMatchObject({ publicMessage: expect.stringContaining('502') as string })
  })

  it('no answer at all is said as such; an abort stays an abort', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(fetchJson('/api/x', Reply)).rejects.toMatchObject({ code: 'console.unreachable' })
    await expect(fetchJson('/api/x', Reply, AbortSignal.abort())).rejects.toBeInstanceOf(TypeError)
  })
})
