// The data plane's process: configuration in, signals obeyed, ends with its parent.
import { dataPlaneConfig } from '../lib/config/data-plane.ts'
import { startDataPlane } from './compose.ts'
import { armCrashPoint } from './lifecycle/crash-point.ts'
import { createLogger, describeError } from './lifecycle/logger.ts'

const config = dataPlaneConfig()
const log = createLogger(config.LOG_LEVEL, { process: 'dataplane' })
if (config.CRASH_POINT) armCrashPoint(config.CRASH_POINT)

// A file that may not grow is an error of the write that meets it, never the end of the process.
process.on('SIGXFSZ', () => undefined)
process.on('unhandledRejection', (error) => log.error('a failure nobody waited for', { error: describeError(error) }))

const dataPlane = await startDataPlane(config, log).catch((error: unknown) => {
  log.error('the data plane cannot start', { error: describeError(error) })
  process.exit(1)
})

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await dataPlane.stop()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
if (process.channel) {
  process.once('disconnect', () => void stop())
  process.channel.unref()
}
