// Keeps one embedded cluster's server running: start, restart with back-off after a crash, stop. Knows one folder
// and one process at a time; which clusters there are is decided in embedded.ts.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../lib/errors/app-error.ts'
import type { Logger } from '../lifecycle/logger.ts'
import { crashReason } from './crash-reason.ts'
import { endLeftover, forgetServer, recordServer } from './leftover.ts'
import { startLiteProcess, type LiteProcess } from './lite-process.ts'

export type EmbeddedState = {
  state: 'creating' | 'running' | 'unavailable' | 'failed' | 'stopped'
  /** Why it is not running, in words for the user; null while it runs or was stopped on purpose. */
  reason: string | null
}

/** How patient the supervision is. Tests shorten it. */
export type Patience = {
  /** The first wait after a crash; doubled for each further quick crash. */
  restartMs: number
  restartLimitMs: number
  /** A server that ran this long and then ended starts the count anew. */
  stableMs: number
  /** So many quick crashes in a row make it `failed`. */
  crashLimit: number
  /** A failed server is tried again this often: a full disk may have been cleared. */
  retryFailedMs: number
}

export const PATIENCE: Patience = {
  restartMs: 200,
  restartLimitMs: 10_000,
  stableMs: 30_000,
  crashLimit: 5,
  retryFailedMs: 30_000,
}

/** Milvus Lite makes this file when it opens a folder for the first time. */
const LOCK = 'LOCK'

type Options = { id: string; folder: string; python: string; log: Logger; patience: Patience; changed: () => void }

/** The supervised server of one embedded cluster. */
export class ClusterServer {
  readonly #options: Options
  readonly #dataDir: string
  #state: EmbeddedState = { state: 'stopped', reason: null }
  #port: number | undefined
  #process: LiteProcess | undefined
  #abort: AbortController | undefined
  #loop: Promise<void> = Promise.resolve()
  #wake: () => void = () => {}

  constructor(options: Options) {
    this.#options = options
    this.#dataDir = path.join(options.folder, 'data')
  }

  get state(): EmbeddedState {
    return this.#state
  }

  /** Undefined while it is not running. Another one after each start. */
  get port(): number | undefined {
    return this.#port
  }

  /** Process number of the server under way, for operators and tests. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Starts supervising. While it is, a further call only makes a failed server be tried again at once. */
  start(): void {
    if (this.#abort) {
      if (this.#state.state !== 'failed') return
      this.#set('unavailable', this.#state.reason)
      return this.#wake()
    }
    const abort = new AbortController()
    this.#abort = abort
    const before = this.#loop
    if (existsSync(path.join(this.#dataDir, LOCK))) this.#set('unavailable', 'It is starting.')
    else this.#set('creating', null)
    this.#loop = before.then(() => this.#supervise(abort.signal))
  }

  /** Resolves once it runs. Rejects with `embedded.crashed` when it has failed, or when it is stopped meanwhile. */
  async running(poll: (check: () => boolean) => Promise<void>): Promise<void> {
    await poll(() => this.#state.state !== 'creating' && this.#state.state !== 'unavailable')
    if (this.#state.state === 'running') return
    const why = this.#state.reason ?? 'It was stopped.'
    throw new AppError('embedded.crashed', `The server of cluster "${this.#options.id}" does not start. ${why}`)
  }

  /** Ends the server in order and keeps it down. Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#abort?.abort()
    this.#abort = undefined
    await this.#process?.stop()
    await this.#loop
    this.#set('stopped', null)
  }

  #set(state: EmbeddedState['state'], reason: string | null, port?: number): void {
    this.#state = { state, reason }
    this.#port = port
    this.#options.changed()
  }

  async #supervise(signal: AbortSignal): Promise<void> {
    const { patience, log } = this.#options
    let crashes = 0
    while (!signal.aborted) {
      const { reason, ranMs } = await this.#serve(signal)
      if (signal.aborted) return
      crashes = ranMs >= patience.stableMs ? 1 : crashes + 1
      const failed = crashes >= patience.crashLimit
      this.#set(failed ? 'failed' : 'unavailable', reason)
      const delayMs = failed ? patience.retryFailedMs : restartDelayMs(patience, crashes)
      log.warn('embedded server ended', { reason, crashes, delayMs })
      await this.#pause(delayMs, signal)
    }
  }

  async #pause(delayMs: number, signal: AbortSignal): Promise<void> {
    const wake = new AbortController()
    this.#wake = () => wake.abort()
    await sleep(delayMs, undefined, { signal: AbortSignal.any([signal, wake.signal]) }).catch(() => {})
  }

  /** One process from start to end. Never rejects: what goes wrong is the reason. */
  async #serve(signal: AbortSignal): Promise<{ reason: string; ranMs: number }> {
    const { folder, python, log } = this.#options
    let runningSince: number | undefined
    try {
      // Starting on a folder that is gone would show an empty cluster where data was lost.
      if (!existsSync(this.#dataDir)) return { reason: `Its data folder "${this.#dataDir}" is missing.`, ranMs: 0 }
      await endLeftover(folder, this.#dataDir)
      if (signal.aborted) return { reason: 'stopped', ranMs: 0 }
      const server = startLiteProcess({ python, dataDir: this.#dataDir })
      this.#process = server
      if (server.pid !== undefined) await recordServer(folder, server.pid)
      if (signal.aborted) await server.stop()
      const port = await server.ready.catch(() => undefined)
      if (port !== undefined && !signal.aborted) {
        runningSince = performance.now()
        log.info('embedded server runs', { port, pid: server.pid })
        this.#set('running', null, port)
      } else if (port === undefined) await server.stop() // gone already, or not ready in time
      const exit = await server.exited
      this.#port = undefined
      this.#process = undefined
      await forgetServer(folder)
      const ranMs = runningSince === undefined ? 0 : performance.now() - runningSince
      return { reason: crashReason(exit, { python, dataDir: this.#dataDir }), ranMs }
    } catch (error) {
      const server = this.#process
      this.#process = undefined
      await server?.stop()
      const text = error instanceof Error ? error.message : String(error)
      const exit = { code: null, signal: null, spawnError: undefined, stderr: [text] }
      return { reason: crashReason(exit, { python, dataDir: this.#dataDir }), ranMs: 0 }
    }
  }
}

/** How long to wait before the next start after `crashes` quick crashes in a row. */
export function restartDelayMs(patience: Patience, crashes: number): number {
  return Math.min(patience.restartMs * 2 ** Math.max(0, crashes - 1), patience.restartLimitMs)
}
