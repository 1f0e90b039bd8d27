// The job store's database: the given one, or an embedded one that is kept running on one port.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SupervisorConfig } from '../../lib/config/supervisor.ts'
import { startEmbeddedPg } from '../../lib/db/embedded-pg.ts'

const RESTART_MS = 1_000

/** Starts what must be started and tells its URL. */
export async function startDatabase(config: SupervisorConfig, password: string, say: (line: string) => void) {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stop: async () => {} }
  const options = { dataDir: path.join(config.DATA_DIR, 'postgres'), password }
  let server = await startEmbeddedPg(options)
  const { url, port } = server
  let stopping = false
  const kept = (async () => {
    for (;;) {
      await server.exited
      if (stopping) return
      say('the database ended; starting it again')
      await sleep(RESTART_MS)
      server = await startEmbeddedPg({ ...options, port }).catch((error: unknown) => {
        say(`the database does not start: ${error instanceof Error ? error.message : String(error)}`)
        return server
      })
    }
  })()
  return {
    url,
    async stop() {
      stopping = true
      await server.stop()
      await kept
    },
  }
}
