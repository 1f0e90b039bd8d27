// The one error class of console and data plane. What may be shown to a user is said when the error is
// made; everything else stays in `details` and `cause`, for the log.
import type { ErrorCode } from './catalogue.ts'
import { CATALOGUE } from './catalogue.ts'
import type { Fault, Next } from './fault.ts'

export type { Fault, Next } from './fault.ts'

export class AppError extends Error {
  readonly code: ErrorCode
  readonly fault: Fault
  readonly next: Next
  /** What happened, to which thing, what to do. Never holds a secret or a stack. */
  readonly publicMessage: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    publicMessage: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(`${code}: ${publicMessage}`, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.fault = CATALOGUE[code].fault
    this.next = CATALOGUE[code].next
    this.publicMessage = publicMessage
    this.details = options.details ?? {}
  }
}

/** The HTTP status for an error that leaves by an HTTP API. Unknown errors are 500. */
export function httpStatusOf(error: unknown): number {
  return error instanceof AppError ? CATALOGUE[error.code].http : 500
}

/** The public sentence of any thrown value; unknown errors say no more than that. */
export function publicMessageOf(error: unknown): string {
  return error instanceof AppError ? error.publicMessage : 'Something went wrong inside; the log has the details.'
}
