// The driver of embedded clusters: which ones there are, their folders and their servers. The endpoint that
// applications use, tokens and policies are the gateway's; this part only says where a cluster's server listens now.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { Id } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import type { Logger } from '../lifecycle/logger.ts'
import { ClusterServer, PATIENCE, type EmbeddedState, type Patience } from './cluster-server.ts'

export type EmbeddedChange = (id: string, state: EmbeddedState) => void

export interface Embedded {
  /** Whether clusters can be made here, and if not, what to do about it. */
  available(): Promise<{ available: boolean; reason: string | null }>
  /** Makes the cluster's folder; one that exists is left as it is. Rejects with `embedded.unavailable`. */
  create(id: string): Promise<void>
  /** Starts and supervises the server. Resolves once it runs, rejects with `embedded.crashed` when it has failed. */
  start(id: string): Promise<void>
  /** Ends the server in order; the data stays. */
  stop(id: string): Promise<void>
  /** Ends the server and removes its data. A cluster that does not exist counts as dropped. */
  drop(id: string): Promise<void>
  /** Where the server listens now; undefined while it is down. Another port after each start. */
  address(id: string): { host: string; port: number } | undefined
  state(id: string): EmbeddedState
  /** Process number of the running server. */
  pid(id: string): number | undefined
  /** Calls `listener` after each change of a cluster's state. Returns how to end that. */
  onChange(listener: EmbeddedChange): () => void
  /** Stops every server. */
  close(): Promise<void>
}

type Options = { root: string; python: string; log: Logger; patience?: Partial<Patience> }

/** Makes the driver; clusters live in folders under `root`. Starts nothing by itself. */
export function createEmbedded(options: Options): Embedded {
  const patience = { ...PATIENCE, ...options.patience }
  const servers = new Map<string, ClusterServer>()
  const listeners = new Set<EmbeddedChange>()
  const waiting = new Set<() => void>()

  const changed = (id: string) => {
    const server = servers.get(id)
    if (server) for (const listener of listeners) listener(id, server.state)
    for (const look of [...waiting]) look()
  }
  const until = (check: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!check()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  const folderOf = (id: string) => path.join(options.root, Id.parse(id))
  const serverOf = (id: string): ClusterServer => {
    const known = servers.get(id)
    if (known) return known
    const log = options.log.with({ component: 'embedded', clusterId: id })
    const server = new ClusterServer({ id, folder: folderOf(id), python: options.python, log, patience, changed: () => changed(id) })
    servers.set(id, server)
    return server
  }
  const available = () => checkPython(options.python)

  return {
    available,
    async create(id) {
      const check = await available()
      if (!check.available) throw new AppError('embedded.unavailable', check.reason ?? 'Embedded clusters are not available.')
      await fs.mkdir(path.join(folderOf(id), 'data'), { recursive: true })
    },
    async start(id) {
      const server = serverOf(id)
      server.start()
      await server.running(until)
    },
    stop: async (id) => servers.get(id)?.stop(),
    async drop(id) {
      const folder = folderOf(id)
      await servers.get(id)?.stop()
      servers.delete(id)
      await fs.rm(folder, { recursive: true, force: true })
    },
    address(id) {
      const port = servers.get(id)?.port
      return port === undefined ? undefined : { host: '127.0.0.1', port }
    },
    state: (id) => servers.get(id)?.state ?? { state: 'stopped', reason: null },
    pid: (id) => servers.get(id)?.pid,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await Promise.all([...servers.values()].map((server) => server.stop()))
    },
  }
}

const FIX = 'Run "node scripts/python-env.mjs", or set PYTHON to a Python 3.10 or newer that has milvus-lite.'

function checkPython(python: string): Promise<{ available: boolean; reason: string | null }> {
  const ask = 'import importlib.metadata as m; print(m.version("milvus-lite"))'
  return new Promise((resolve) => {
    execFile(python, ['-I', '-c', ask], { timeout: 20_000 }, (error, _out, stderr) => {
      if (!error) return resolve({ available: true, reason: null })
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const what = missing
        ? `Python was not found at "${python}".`
        : /PackageNotFoundError/.test(stderr)
          ? `"${python}" lacks the package milvus-lite.`
          : `"${python}" cannot be run.`
      resolve({ available: false, reason: `${what} ${FIX}` })
    })
  })
}
