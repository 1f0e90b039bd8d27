// Calls the worker endpoint every second. It goes through HTTP as any other caller would, so that one code
// path serves the ticker, a cron and several consoles.
import { consoleConfig } from '../config/console.ts'
import { log } from '../log/console-log.ts'
import { workerToken } from './worker-token.ts'

const EVERY_MS = 1_000
/** Calls may overlap, since leases keep them apart; more than this would only queue. */
const PARALLEL = 3
const TIMEOUT_MS = 60_000

async function callWorker(): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${consoleConfig().PORT}/api/worker`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workerToken()}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) log.warn('the worker answered with an error', { status: response.status })
}

/** Ticks until the process ends. */
export function startTicker(): void {
  let running = 0
  const tick = () => {
    if (running >= PARALLEL) return
    running += 1
    callWorker()
      .catch((error: unknown) => log.warn('the worker was not reached', { error }))
      .finally(() => {
        running -= 1
      })
  }
  setInterval(tick, EVERY_MS).unref()
}
