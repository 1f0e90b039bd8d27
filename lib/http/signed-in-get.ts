// The frame of every GET handler for a signed-in person: session, reply, errors.
import { currentUser } from '../auth/session.ts'
import { AppError, httpStatusOf } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { publicErrorOf } from './public-error.ts'

const NO_STORE = { 'cache-control': 'no-store' }

type Read<P> = (input: { user: SessionUser; params: P; url: URL }) => Promise<unknown>

/** JSON of a failure with the status that its code has. */
export function errorResponse(error: unknown, where: string): Response {
  const { code, message } = publicErrorOf(error, where)
  return Response.json({ error: { code, message } }, { status: httpStatusOf(error), headers: NO_STORE })
}

/** A route handler that answers with what `read` returns. */
export function signedInGet<P extends Record<string, string>>(read: Read<P>) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    const url = new URL(request.url)
    try {
      const user = await currentUser()
      if (user === null) throw new AppError('request.unauthorized', 'You are not signed in. Sign in again.')
      return Response.json(await read({ user, params: await context.params, url }), { headers: NO_STORE })
    } catch (error) {
      return errorResponse(error, url.pathname)
    }
  }
}
