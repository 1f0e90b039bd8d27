// What of a failure leaves the console: a code and a sentence. Unknown errors leave with an id whose log
// line has the rest.
import { randomUUID } from 'node:crypto'
import { AppError, publicMessageOf } from '../errors/app-error.ts'
import { log } from '../log/console-log.ts'

export type PublicError = { code: string; message: string; field?: string }

/** The public form of any thrown value; logs what is unexpected. */
export function publicErrorOf(error: unknown, where: string): PublicError {
  if (error instanceof AppError) {
    if (error.code === 'internal.unexpected') log.error('unexpected answer', { where, error, ...error.details })
    const { field } = error.details
    return { code: error.code, message: error.publicMessage, ...(typeof field === 'string' ? { field } : {}) }
  }
  const id = randomUUID().slice(0, 8)
  log.error('unexpected error', { id, where, error, stack: error instanceof Error ? error.stack : undefined })
  return { code: 'internal.unexpected', message: `${publicMessageOf(error)} Its id there is ${id}.` }
}
