// The log of the data plane: one JSON object a line on standard output. It owns the format; what is
// worth a line is each part's own choice. Entities, tokens and keys never enter it.

export type LogFields = Record<string, unknown>

export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** The same log with fields bound to every line. */
  with(fields: LogFields): Logger
}

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const
export type LogLevel = keyof typeof LEVELS

/** An error as log fields: message and the messages of its causes, no stack below `debug`. */
export function describeError(error: unknown): string {
  const parts: string[] = []
  for (let at: unknown = error; at !== undefined && at !== null && parts.length < 5; at = (at as Error).cause)
    parts.push(at instanceof Error ? at.message : String(at))
  return parts.join(' <- ')
}

/** A logger that writes lines of at least `level` through `write`. */
export function createLogger(
  level: LogLevel = 'info',
  bound: LogFields = {},
  write: (line: string) => void = (line) => process.stdout.write(line + '\n'),
): Logger {
  const emit = (at: LogLevel, message: string, fields: LogFields = {}) => {
    if (LEVELS[at] < LEVELS[level]) return
    const line: LogFields = { at: new Date().toISOString(), level: at, message, ...bound, ...fields }
    for (const [key, value] of Object.entries(line)) if (value instanceof Error) line[key] = describeError(value)
    write(JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? value.toString() : value)))
  }
  return {
    debug: (message, fields) => emit('debug', message, fields),
    info: (message, fields) => emit('info', message, fields),
    warn: (message, fields) => emit('warn', message, fields),
    error: (message, fields) => emit('error', message, fields),
    with: (fields) => createLogger(level, { ...bound, ...fields }, write),
  }
}

/** A logger that keeps nothing, for tests. */
export const silentLogger: Logger = createLogger('error', {}, () => {})
