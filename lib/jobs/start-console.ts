import { ensureConfiguredOwner } from '../auth/configured-owner.ts'
import { log } from '../log/console-log.ts'
import { startTicker } from './ticker.ts'

/** What a console process does besides answering: it makes the configured first owner and ticks. */
export async function startConsole(): Promise<void> {
  await ensureConfiguredOwner().catch((error: unknown) => log.error('the configured owner was not made', { error }))
  startTicker()
}
