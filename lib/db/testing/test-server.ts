// A real PostgreSQL for one test file.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbeddedPg } from '../embedded-pg.ts'

/** Starts PostgreSQL on a free port; `stop` ends it and removes its data. */
export async function startTestServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'console-db-'))
  fs.chmodSync(folder, 0o755)
  const server = await startEmbeddedPg({
    dataDir: path.join(folder, 'data'),
    password: randomBytes(12).toString('hex'),
    settings: ['fsync=off'],
  })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}
