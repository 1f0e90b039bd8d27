import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MigrationFacts, VerificationFacts } from '../lib/contracts/control-api.ts'
import { differingVerification, verificationFacts } from '../lib/jobs/testing/verification-facts.ts'

const TOKEN = 'token-of-the-control-api'
const root = path.resolve(import.meta.dirname, '..')

let dir: string
let server: http.Server
let calls: string[]
/** What GET answers, one after the other; the last one stays. */
let told: VerificationFacts[]

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-verify-'))
  calls = []
  server = http.createServer((request, response) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return response.writeHead(401).end(JSON.stringify({ error: { code: 'request.unauthorized', message: 'Wrong token.' } }))
    const call = `${request.method} ${request.url}`
    calls.push(call)
    if (call === 'POST /v1/migrations/none/verification') return response.writeHead(404).end(JSON.stringify({ error: { code: 'migration.not_found', message: 'There is no migration "none".' } }))
    const verification = (told.length > 1 && request.method === 'GET' ? told.shift() : told[0]) as VerificationFacts
    return response.writeHead(request.method === 'GET' ? 200 : 202).end(JSON.stringify(request.url?.endsWith('report') ? { migrationId: 'move', verification } : factsOf(verification)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await fs.rm(dir, { recursive: true, force: true })
})

function factsOf(verification: VerificationFacts): MigrationFacts {
  return {
    id: 'move', sourceId: 'source', targetId: 'target', stage: 'syncing', condition: { kind: 'running' }, servingSide: 'source',
    startedAt: 1, syncStartedAt: 1, syncEndsAt: 2, stopRequestedAt: null, endedAt: null, failure: null,
    copy: { total: 0, copied: 0, ratePerS: 0, timeLeftMs: null }, collections: [],
    sync: { lagMs: 0, lagEntries: 0, acceptPerS: 0, applyPerS: 0, heartbeatAt: null },
    cutover: { attempts: 0, heldMs: null, lastRefusal: null }, notes: [], loadedOnSource: null, verification,
  }
}

/** Runs the command as a user would. */
function run(args: string[], env: Record<string, string> = { DATA_PLANE_TOKEN: TOKEN }): Promise<{ code: number; out: string; err: string }> {
  const { port } = server.address() as AddressInfo
  const given = { PATH: process.env.PATH ?? '', DATA_PLANE_URL: `http://127.0.0.1:${port}`, DATA_DIR: dir, ...env }
  return new Promise((resolve) =>
    execFile(process.execPath, ['--import', 'tsx', 'scripts/verify.ts', ...args], { cwd: root, env: given as unknown as NodeJS.ProcessEnv, encoding: 'utf8' }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    ),
  )
}

const WITHIN_MS = 60_000

test('both sides the same: progress, a table, the verdict, the report, and 0', { timeout: WITHIN_MS }, async () => {
  told = [verificationFacts({ state: 'running', verdict: null, endedAt: null, compared: 40, timeLeftMs: 6_000 }), verificationFacts()]
  const report = path.join(dir, 'report.json')
  const { code, out, err } = await run(['--migration', 'move', '--report', report])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('40 of 100 entities compared, 0 differ, about 6 s left')
  expect(out).toMatch(/collection +source +target +compared/)
  expect(out).toMatch(/default\/books +100 +100 +100 +0 +0 +0 +0/)
  expect(out).toContain('Identical: both sides hold the same.')
  expect(JSON.parse(await fs.readFile(report, 'utf8'))).toMatchObject({ migrationId: 'move' })
})

test('something differs: 1; with --resync it is handed to the applier and verified again', { timeout: WITHIN_MS }, async () => {
  told = [differingVerification()]
  const first = await run(['--migration', 'move'])
  expect(first.code).toBe(1)
  expect(first.out).toContain('Different: 3 entities differ.')
  told = [differingVerification(), verificationFacts()]
  calls = []
  expect((await run(['--migration', 'move', '--resync'])).code).toBe(0)
  expect(calls.filter((call) => call.startsWith('POST'))).toEqual(['POST /v1/migrations/move/verification', 'POST /v1/migrations/move/verification/resync', 'POST /v1/migrations/move/verification'])
})

test('the token may come from a file or from what the supervisor keeps', { timeout: WITHIN_MS }, async () => {
  told = [verificationFacts()]
  const file = path.join(dir, 'token')
  await fs.writeFile(file, `${TOKEN}\n`)
  expect((await run(['--migration', 'move', '--token-file', file], {})).code).toBe(0)
  await fs.writeFile(path.join(dir, 'secrets.json'), JSON.stringify({ DATA_PLANE_TOKEN: TOKEN }))
  expect((await run(['--migration', 'move'], {})).code).toBe(0)
})

test('what could not be compared ends with 2 and says why', { timeout: WITHIN_MS }, async () => {
  told = [verificationFacts({ state: 'failed', verdict: null, reason: 'a collection cannot be read' })]
  const failed = await run(['--migration', 'move'])
  expect(failed).toMatchObject({ code: 2, out: expect.stringContaining('Could not tell: the verification failed, a collection cannot be read.') })
  expect(await run(['--migration', 'none'])).toMatchObject({ code: 2, err: expect.stringContaining('There is no migration "none".') })
  expect(await run([])).toMatchObject({ code: 2, err: expect.stringContaining('--migration is missing.') })
  expect(await run(['--migration', 'move'], {})).toMatchObject({ code: 2, err: expect.stringContaining('There is no token') })
})
