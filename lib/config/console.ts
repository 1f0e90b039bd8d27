// Options of the console. Parsed on first use, not on import: `next build` runs without them.
import { z } from 'zod'
import { port, secret, url } from './fields.ts'
import { parseConfig, type Environment } from './parse-config.ts'

export const ConsoleOptions = z.object({
  PORT: port().prefault('3000').describe('Port of the console'),
  DATABASE_URL: url('postgresql', 'postgres').describe('PostgreSQL of the job store; the supervisor runs one of its own when not set'),
  DATA_PLANE_URL: url('http', 'https').default('http://127.0.0.1:19400').describe('Control API of the data plane; http://DATA_PLANE_HOST:DATA_PLANE_PORT when not set'),
  DATA_PLANE_TOKEN: secret().describe('Bearer token between console and data plane; made and kept by the supervisor when not set'),
  NEXTAUTH_URL: url('http', 'https').describe('Address of the console as browsers and mails use it; http://localhost:PORT when not set'),
  NEXTAUTH_SECRET: secret().describe('Signs the sessions; made and kept by the supervisor when not set'),
  SECRETS_KEY: secret().describe("Encrypts the clusters' tokens in the job store; made and kept by the supervisor when not set. Keep a copy: without it they cannot be read"),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^\d$/, 'must be a number from 0 to 9')
    .transform(Number)
    .prefault('0')
    .describe('How many proxies that one trusts stand before the console; their X-Forwarded-For says from which address somebody signs in'),
  OIDC_ISSUER: url('http', 'https').optional().describe('OpenID Connect provider by which people may sign in, for example https://login.example.com; its discovery document is read'),
  OIDC_CLIENT_ID: z.string().optional().describe('Client of the console at OIDC_ISSUER; its redirect address is NEXTAUTH_URL/api/auth/callback/oidc'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Secret of that client; without it a public client is assumed'),
  OIDC_NAME: z.string().default('Single sign-on').describe('What the button on the sign-in page calls the provider'),
  SMTP_URL: url('smtp', 'smtps').optional().describe('Mail server, for example smtp://user:password@mail.example.com:587; without it messages appear in the console only'),
  MAIL_FROM: z.string().default('Zero Downtime Migration <migration@localhost>').describe('Sender of mails'),
  FIRST_OWNER_EMAIL: z.email('must be a mail address').optional().describe('With FIRST_OWNER_PASSWORD: makes the first organization owner at the first start, instead of the set-up page'),
  FIRST_OWNER_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional().describe('See FIRST_OWNER_EMAIL'),
})
export type ConsoleConfig = Readonly<z.infer<typeof ConsoleOptions>>

let current: ConsoleConfig | undefined

/** The configuration of this console, parsed once. Throws `config.invalid` with every problem. */
export function consoleConfig(env?: Environment): ConsoleConfig {
  if (env) return parseConfig(ConsoleOptions, env)
  return (current ??= parseConfig(ConsoleOptions))
}
