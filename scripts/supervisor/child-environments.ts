// What each process may know: the data plane gets nothing of the console's database, keys or mail server.
import { ConsoleOptions } from '../../lib/config/console.ts'
import { DataPlaneOptions } from '../../lib/config/data-plane.ts'
import type { SupervisorConfig } from '../../lib/config/supervisor.ts'
import type { Secrets } from './secrets.ts'

type Environments = { console: NodeJS.ProcessEnv; dataPlane: NodeJS.ProcessEnv }

/** The environments of the two processes: what the user set, completed. */
export function childEnvironments(config: SupervisorConfig, secrets: Secrets, databaseUrl: string, mode: 'dev' | 'start'): Environments {
  const token = config.DATA_PLANE_TOKEN ?? secrets.DATA_PLANE_TOKEN
  const reachable = config.DATA_PLANE_HOST === '0.0.0.0' ? '127.0.0.1' : config.DATA_PLANE_HOST
  const ours = [...Object.keys(ConsoleOptions.shape), ...Object.keys(DataPlaneOptions.shape)]
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.includes(name)))
  const NODE_ENV = mode === 'dev' ? 'development' : 'production'
  const given = (names: string[]) => Object.fromEntries(names.filter((name) => process.env[name]).map((name) => [name, process.env[name]]))
  return {
    console: {
      ...rest,
      ...given(Object.keys(ConsoleOptions.shape)),
      NODE_ENV,
      PORT: String(config.PORT),
      DATABASE_URL: databaseUrl,
      DATA_PLANE_URL: config.DATA_PLANE_URL ?? `http://${reachable}:${config.DATA_PLANE_PORT}`,
      DATA_PLANE_TOKEN: token,
      NEXTAUTH_URL: config.NEXTAUTH_URL ?? `http://localhost:${config.PORT}`,
      NEXTAUTH_SECRET: config.NEXTAUTH_SECRET ?? secrets.NEXTAUTH_SECRET,
      SECRETS_KEY: config.SECRETS_KEY ?? secrets.SECRETS_KEY,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    dataPlane: {
      ...rest,
      ...given(Object.keys(DataPlaneOptions.shape)),
      NODE_ENV,
      DATA_DIR: config.DATA_DIR,
      DATA_PLANE_TOKEN: token,
      PYTHON: config.PYTHON,
    },
  }
}
