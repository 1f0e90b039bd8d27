// Options of the data plane.
import { z } from 'zod'
import { filePath, port, portRange, secret, size } from './fields.ts'
import { parseConfig, type Environment } from './parse-config.ts'

export const DataPlaneOptions = z.object({
  DATA_DIR: filePath().prefault('./.data').describe('Folder for everything that is kept: clusters, journal, database, secrets'),
  DATA_PLANE_HOST: z.string().default('127.0.0.1').describe('Address on which the control API listens'),
  DATA_PLANE_PORT: port().prefault('19400').describe('Port of the control API'),
  DATA_PLANE_TOKEN: secret().describe('Bearer token between console and data plane; made and kept by the supervisor when not set'),
  GATEWAY_HOST: z.string().default('127.0.0.1').describe("Address on which the clusters' endpoints listen; 0.0.0.0 for every network"),
  GATEWAY_PUBLIC_HOST: z
    .string()
    .regex(/^[^\s/:]+$/, 'must be a host name without scheme and port')
    .optional()
    .describe('Host name under which applications reach the endpoints; GATEWAY_HOST when not set'),
  GATEWAY_PORT_RANGE: portRange().prefault('19530-19929').describe("Ports from which each new cluster's endpoint takes one"),
  PYTHON: filePath().prefault('./.venv/lite/bin/python').describe('Python that has milvus-lite, for embedded clusters'),
  JOURNAL_SEGMENT_BYTES: size().prefault('16777216').describe('Bytes after which a migration begins a new file of its journal; a file is removed once all of it is applied'),
  CRASH_POINT: z
    .string()
    .regex(/^[a-z-]+\.[a-z-]+(:[1-9]\d*)?$/, 'must be a name of dataplane/lifecycle/crash-point.ts, with :N for its Nth hit')
    .optional()
    .describe('For tests only: the moment at which the data plane ends itself as a crash would'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least level of the log'),
})
export type DataPlaneConfig = Readonly<z.infer<typeof DataPlaneOptions>>

/** The configuration of this data plane. Throws `config.invalid` with every problem. */
export const dataPlaneConfig = (env?: Environment): DataPlaneConfig => parseConfig(DataPlaneOptions, env)
