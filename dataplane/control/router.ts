// HTTP for the control API: routes, the bearer token, JSON in and out. What a route does is routes.ts.
import { timingSafeEqual, createHash } from 'node:crypto'
import http from 'node:http'
import * as z from 'zod/mini'
import { AppError, httpStatusOf, publicMessageOf } from '../../lib/errors/app-error.ts'
import { describeError, type Logger } from '../lifecycle/logger.ts'

export type Route = {
  method: string
  /** `/v1/clusters/:id` */
  path: string
  handle: (call: { id: string; body: unknown }) => Promise<{ status?: number; body?: unknown }>
}

const MOST_BODY_BYTES = 1024 * 1024

export function createControlServer(options: { token: string; routes: readonly Route[]; log: Logger }): http.Server {
  const wanted = digest(`Bearer ${options.token}`)
  return http.createServer((request, response) => {
    const answer = (status: number, body?: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(body === undefined ? '' : JSON.stringify(body))
    }
    void serve(request, wanted, options.routes)
      .then(({ status, body }) => answer(status ?? 200, body))
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) options.log.error('control API', { path: request.url, error: describeError(error) })
        const code = error instanceof AppError ? error.code : 'internal.unexpected'
        answer(httpStatusOf(error), { error: { code, message: publicMessageOf(error) } })
      })
  })
}

async function serve(request: http.IncomingMessage, wanted: Buffer, routes: readonly Route[]): Promise<{ status?: number; body?: unknown }> {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ''), wanted)) {
    request.resume()
    throw new AppError('request.unauthorized', 'The control API needs the bearer token in DATA_PLANE_TOKEN.')
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  for (const route of routes) {
    const id = match(route.path, path)
    if (id === undefined || route.method !== request.method) continue
    return route.handle({ id, body: await readBody(request) })
  }
  request.resume()
  throw new AppError('request.not_found', `There is nothing at ${request.method} "${path}".`)
}

/** The `:id` of a path, empty where the route has none, undefined where the path is another. */
function match(pattern: string, path: string): string | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  let id = ''
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === ':id') id = given[i] as string
    else if (wanted[i] !== given[i]) return undefined
  }
  return id
}

async function readBody(request: http.IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += (part as Buffer).length
    if (bytes > MOST_BODY_BYTES) throw new AppError('request.invalid', 'The request is too large.')
    parts.push(part as Buffer)
  }
  if (bytes === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (cause) {
    throw new AppError('request.invalid', 'The request is not JSON.', { cause })
  }
}

/** Parses a body or throws `request.invalid` with every problem. */
export function parseBody<T>(schema: z.core.$ZodType<T>, body: unknown): T {
  const parsed = z.safeParse(schema, body)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  throw new AppError('request.invalid', `The request is not valid: ${problems.join('; ')}.`)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
