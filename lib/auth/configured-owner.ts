import { consoleConfig } from '../config/console.ts'
import { log } from '../log/console-log.ts'
import { createFirstOwner, isFirstRun } from './first-owner.ts'

/** Makes the first owner that the configuration names, where there is no user yet. */
export async function ensureConfiguredOwner(): Promise<void> {
  const { FIRST_OWNER_EMAIL: email, FIRST_OWNER_PASSWORD: password } = consoleConfig()
  if (email === undefined || password === undefined || !(await isFirstRun())) return
  await createFirstOwner({
    name: email.split('@')[0] ?? email,
    email: email.toLowerCase(),
    password,
    organization: 'My Organization',
  })
  log.info('the first owner was made from the configuration')
}
