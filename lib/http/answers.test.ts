import { beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../errors/app-error.ts'
import { runAction } from './run-action.ts'
import { signedInGet, signedInStream } from './signed-in-get.ts'

const session = vi.hoisted(() => ({ user: null as { id: string; name: string; email: string } | null }))
vi.mock('../auth/session.ts', () => ({ currentUser: () => Promise.resolve(session.user) }))

const ADA = { id: 'user-a', name: 'Ada', email: 'a@example.com' }
const logged: string[] = []

beforeEach(() => {
  session.user = ADA
  logged.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => logged.push(String(line)) > 0)
})

async function get(read: Parameters<typeof signedInGet>[0]) {
  const response = await signedInGet(read)(new Request('http://console.test/api/x?a=1'), { params: Promise.resolve({}) })
  return { status: response.status, cache: response.headers.get('cache-control'), body: (await response.json()) as unknown }
}

const Input = z.object({ cluster: z.object({ name: z.string().min(1, 'Enter a name.') }) })
const run = (input: unknown, act: () => Promise<unknown> = () => Promise.resolve('done')) =>
  runAction({ name: 'test', schema: Input, input, act })

describe('signedInGet', () => {
  it('answers what is read, for the person who asks, and nobody keeps it', async () => {
    const answer = await get(({ user, url }) => Promise.resolve({ id: user.id, a: url.searchParams.get('a') }))
    expect(answer).toEqual({ status: 200, cache: 'no-store', body: { id: 'user-a', a: '1' } })
  })

  it('without a session nothing is read', async () => {
    session.user = null
    const read = vi.fn()
    expect(await get(read)).toMatchObject({ status: 401, body: { error: { code: 'request.unauthorized' } } })
    expect(read).not.toHaveBeenCalled()
  })

  it('an expected failure has its own status, code and sentence', async () => {
    const answer = await get(() => Promise.reject(new AppError('cluster.locked', 'It is Locked.')))
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'cluster.locked', message: 'It is Locked.' } } })
  })

  it('an unknown error leaves with an id, its text stays in the log', async () => {
    const answer = await get(() => Promise.reject(new Error('password=hunter2 at line 3')))
    expect(answer.status).toBe(500)
    const { message } = (answer.body as { error: { message: string } }).error
    expect(message).not.toContain('hunter2')
    const id = /Its id there is (\w+)\./.exec(message)?.[1]
    expect(logged.join('')).toContain(`"id":"${id}"`)
  })
})

describe('signedInStream', () => {
  const streamed = (open: Parameters<typeof signedInStream>[0]) =>
    signedInStream(open, { fileName: ({ id }) => `report-${id}.json` })(new Request('http://console.test/api/x'), { params: Promise.resolve({ id: 'job-1"\r\nx: y' }) })

  it('passes on what is opened, as a file whose name breaks no header', async () => {
    const response = await streamed(() => Promise.resolve(new Blob(['{"a":1}']).stream()))
    expect(await response.json()).toEqual({ a: 1 })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="report-job-1___x__y.json"')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('a failure is told as everywhere, and without a session nothing is opened', async () => {
    const refused = await streamed(() => Promise.reject(new AppError('request.forbidden', 'No.')))
    expect([refused.status, await refused.json()]).toEqual([403, { error: { code: 'request.forbidden', message: 'No.' } }])
    session.user = null
    const open = vi.fn()
    expect((await streamed(open)).status).toBe(401)
    expect(open).not.toHaveBeenCalled()
  })
})

describe('runAction', () => {
  it('answers with data', async () => {
    expect(await run({ cluster: { name: 'books' } })).toEqual({ ok: true, data: 'done' })
  })

  it('names the field of an input that does not fit, and does nothing', async () => {
    const act = vi.fn()
    expect(await run({ cluster: { name: '' } }, act)).toEqual({
      ok: false,
      error: { code: 'request.invalid', message: 'Enter a name.', field: 'cluster.name' },
    })
    expect(await run(null, act)).toMatchObject({ ok: false, error: { message: 'Check the input.' } })
    expect(act).not.toHaveBeenCalled()
  })

  it('refusals are values, unknown errors too, and nothing is thrown to the browser', async () => {
    const taken = new AppError('cluster.name_taken', 'Taken.', { details: { field: 'name', secret: 'x' } })
    expect(await run({ cluster: { name: 'a' } }, () => Promise.reject(taken))).toEqual({
      ok: false,
      error: { code: 'cluster.name_taken', message: 'Taken.', field: 'name' },
    })
    expect(await run({ cluster: { name: 'a' } }, () => Promise.reject(new Error('inner')))).toMatchObject({
      ok: false,
      error: { code: 'internal.unexpected' },
    })
  })

  it('without a session nothing is done', async () => {
    session.user = null
    const act = vi.fn()
    expect(await run({ cluster: { name: 'a' } }, act)).toMatchObject({ ok: false, error: { code: 'request.unauthorized' } })
    expect(act).not.toHaveBeenCalled()
  })
})
