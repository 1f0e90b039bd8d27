// The console's log: one JSON object a line. Tokens, passwords and addresses of people never enter it.

type Fields = Record<string, unknown>

function causes(error: unknown): string {
  const parts: string[] = []
  for (let at = error; at !== undefined && at !== null && parts.length < 5; at = (at as Error).cause)
    parts.push(at instanceof Error ? at.message : String(at))
  return parts.join(' <- ')
}

function emit(level: 'info' | 'warn' | 'error', message: string, fields: Fields = {}): void {
  const line: Fields = { at: new Date().toISOString(), level, component: 'console', message, ...fields }
  for (const [key, value] of Object.entries(line)) if (value instanceof Error) line[key] = causes(value)
  process.stdout.write(JSON.stringify(line) + '\n')
}

export const log = {
  info: (message: string, fields?: Fields): void => emit('info', message, fields),
  warn: (message: string, fields?: Fields): void => emit('warn', message, fields),
  error: (message: string, fields?: Fields): void => emit('error', message, fields),
}
