// The secret that the worker endpoint asks for. It follows from NEXTAUTH_SECRET, so that there is nothing
// more to configure.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { consoleConfig } from '../config/console.ts'
import { AppError } from '../errors/app-error.ts'

/** The bearer token of POST /api/worker. */
export function workerToken(): string {
  return createHmac('sha256', consoleConfig().NEXTAUTH_SECRET).update('worker').digest('hex')
}

/** Throws request.unauthorized unless the header carries the worker's token; compares in constant time. */
export function requireWorkerToken(header: string | null): void {
  const given = Buffer.from(header ?? '')
  const expected = Buffer.from(`Bearer ${workerToken()}`)
  if (given.length === expected.length && timingSafeEqual(given, expected)) return
  throw new AppError('request.unauthorized', 'The worker endpoint needs its token.')
}
