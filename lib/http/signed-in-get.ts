// The frame of every GET handler for a signed-in person: session, reply, errors.
import { currentUser } from '../auth/session.ts'
import { AppError, httpStatusOf } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { publicErrorOf } from './public-error.ts'

const NO_STORE = { 'cache-control': 'no-store' }

type Input<P> = { user: SessionUser; params: P; url: URL }
type Read<P> = (input: Input<P>) => Promise<unknown>
type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>

/** JSON of a failure with the status that its code has. */
export function errorResponse(error: unknown, where: string): Response {
  const { code, message } = publicErrorOf(error, where)
  return Response.json({ error: { code, message } }, { status: httpStatusOf(error), headers: NO_STORE })
}

function signedIn<P extends Record<string, string>>(answer: (input: Input<P>) => Promise<Response>): Handler<P> {
  return async (request, context) => {
    const url = new URL(request.url)
    try {
      const user = await currentUser()
      if (user === null) throw new AppError('request.unauthorized', 'You are not signed in. Sign in again.')
      return await answer({ user, params: await context.params, url })
    } catch (error) {
      return errorResponse(error, url.pathname)
    }
  }
}

/** A route handler that answers with what `read` returns. */
export function signedInGet<P extends Record<string, string>>(read: Read<P>): Handler<P> {
  return signedIn(async (input) => Response.json(await read(input), { headers: NO_STORE }))
}

/** A route handler that passes on the JSON that `open` streams, as a file to keep. */
export function signedInStream<P extends Record<string, string>>(
  open: (input: Input<P>) => Promise<ReadableStream<Uint8Array>>,
  { fileName }: { fileName: (params: P) => string },
): Handler<P> {
  return signedIn(async (input) => {
    const body = await open(input)
    const name = fileName(input.params).replace(/[^\w.-]/g, '_')
    return new Response(body, {
      headers: { ...NO_STORE, 'content-type': 'application/json', 'content-disposition': `attachment; filename="${name}"` },
    })
  })
}
