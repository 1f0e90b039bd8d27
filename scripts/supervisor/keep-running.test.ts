import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-keep-running-'))
})
afterAll(() => fs.rm(folder, { recursive: true, force: true }))

/** Ends as Next does: no new connections, but those that are open are served as long as they are used. */
const SERVER = `
  import http from 'node:http'
  const server = http.createServer((_, response) => setTimeout(() => response.end(String(process.pid)), 200))
  process.on('SIGTERM', () => server.close(() => process.exit(0)))
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

test('a console whose supervisor was killed no longer answers on connections that stay open', async () => {
  await fs.writeFile(path.join(folder, 'server.mjs'), SERVER)
  const guard = path.join(import.meta.dirname, 'end-with-parent.mjs')
  const options = { name: 'the console', args: ['--import', guard, path.join(folder, 'server.mjs')], stopLimitMs: 3_000, orphanLimitMs: 0 }
  const code = `
    import { keepRunning } from ${JSON.stringify(path.join(import.meta.dirname, 'keep-running.ts'))}
    keepRunning({ ...${JSON.stringify(options)}, env: process.env, say: () => {} })
  `
  const supervisor = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(createInterface({ input: supervisor.stdout }), 'line')) as [string]
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ask = () =>
    new Promise<string>((resolve, reject) => {
      const request = http.get({ host: '127.0.0.1', port, agent }, (response) => response.setEncoding('utf8').once('data', resolve))
      request.once('error', reject)
    })
  const pid = Number(await ask())
  // The connection is in use all the while, as that of a page that refreshes itself.
  const during = ask().catch(() => {})
  supervisor.kill('SIGKILL')
  await during
  await vi.waitFor(() => expect(ask()).rejects.toThrow(), { timeout: 3_000, interval: 1 })
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 3_000 })
  agent.destroy()
}, 20_000)
