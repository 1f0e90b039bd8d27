// Options of the supervisor, which starts console and data plane: its own, and all of theirs, of which it can
// make the missing ones.
import { z } from 'zod'
import { ConsoleOptions } from './console.ts'
import { DataPlaneOptions } from './data-plane.ts'
import { parseConfig, type Environment } from './parse-config.ts'

const ownOptions = {
  CONSOLE_HOST: z.string().default('127.0.0.1').describe('Address on which the console listens; 0.0.0.0 for every network'),
}

/** What the supervisor makes up when it is not set. */
export const MADE_BY_SUPERVISOR = ['DATABASE_URL', 'DATA_PLANE_URL', 'DATA_PLANE_TOKEN', 'NEXTAUTH_URL', 'NEXTAUTH_SECRET', 'SECRETS_KEY'] as const

const { DATABASE_URL, DATA_PLANE_TOKEN, NEXTAUTH_URL, NEXTAUTH_SECRET, SECRETS_KEY } = ConsoleOptions.shape
const optionalHere = {
  DATABASE_URL: DATABASE_URL.optional().describe(DATABASE_URL.description ?? ''),
  DATA_PLANE_URL: ConsoleOptions.shape.DATA_PLANE_URL.unwrap().optional().describe(ConsoleOptions.shape.DATA_PLANE_URL.description ?? ''),
  DATA_PLANE_TOKEN: DATA_PLANE_TOKEN.optional().describe(DATA_PLANE_TOKEN.description ?? ''),
  NEXTAUTH_URL: NEXTAUTH_URL.optional().describe(NEXTAUTH_URL.description ?? ''),
  NEXTAUTH_SECRET: NEXTAUTH_SECRET.optional().describe(NEXTAUTH_SECRET.description ?? ''),
  SECRETS_KEY: SECRETS_KEY.optional().describe(SECRETS_KEY.description ?? ''),
}

export const SupervisorOptions = z.object({
  ...ownOptions,
  ...DataPlaneOptions.shape,
  ...ConsoleOptions.shape,
  ...optionalHere,
})
export type SupervisorConfig = Readonly<z.infer<typeof SupervisorOptions>>

/** The configuration of the whole product. Throws `config.invalid` with every problem. */
export const supervisorConfig = (env?: Environment): SupervisorConfig => parseConfig(SupervisorOptions, env)
