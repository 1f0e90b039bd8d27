// A Milvus Lite server for a test, without supervision: the test decides when it dies.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startLiteProcess } from '../embedded/lite-process.ts'
import { litePython } from './python-env.ts'

export type TestServer = {
  /** `host:port`, as SDKs and an endpoint cluster take it. */
  address: string
  port: number
  pid: number
  dataDir: string
  /** Ends it as a crash would (SIGKILL), or in order; resolves when the process is gone. The data stays. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Ends it and removes the data folder when that was made here. */
  stop(): Promise<void>
}

/** Starts Milvus Lite on loopback; resolves when it answers. A given `dataDir` or `port` serves to start it again. */
export async function startLiteServer(options: { dataDir?: string; port?: number } = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-lite-')))
  const server = startLiteProcess({ python: litePython(), dataDir, port: options.port })
  const port = await server.ready.catch(async (cause) => {
    throw new Error(`Milvus Lite did not start: ${(await server.exited).stderr.join('\n')}`, { cause })
  })
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    server.kill(signal)
    await server.exited
  }
  return {
    address: `127.0.0.1:${port}`,
    port,
    pid: server.pid!,
    dataDir,
    kill,
    async stop() {
      await server.stop()
      if (options.dataDir === undefined) await fs.rm(dataDir, { recursive: true, force: true })
    },
  }
}
