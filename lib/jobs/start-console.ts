import { ensureConfiguredOwner } from '../auth/configured-owner.ts'
import { oidcOptions } from '../auth/oidc-provider.ts'
import { noteClientAddresses } from '../http/client-address.ts'
import { log } from '../log/console-log.ts'
import { startTicker } from './ticker.ts'

/** What a console process does besides answering: it notes who asks, refuses half a configuration of sign-in, makes the configured first owner and ticks. */
export async function startConsole(): Promise<void> {
  noteClientAddresses()
  oidcOptions()
  await ensureConfiguredOwner().catch((error: unknown) => log.error('the configured owner was not made', { error }))
  startTicker()
}
