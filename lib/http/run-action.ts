// The frame of every server action: session, input, result. Expected refusals are values; nothing is thrown
// to the browser.
import type { z } from 'zod'
import { currentUser } from '../auth/session.ts'
import type { ActionResult } from '../contracts/console-requests.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { parseInput } from './parse-input.ts'
import { publicErrorOf } from './public-error.ts'

type Action<S extends z.ZodType, T> = {
  name: string
  schema: S
  input: unknown
  act: (user: SessionUser, value: z.infer<S>) => Promise<T>
}

/** Runs `work` and turns what it throws into a result. */
export async function asResult<T>(name: string, work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, data: await work() }
  } catch (error) {
    return { ok: false, error: publicErrorOf(error, name) }
  }
}

/** Runs an action for the person who is signed in. */
export function runAction<S extends z.ZodType, T>(action: Action<S, T>): Promise<ActionResult<T>> {
  return asResult(action.name, async () => {
    const user = await currentUser()
    if (user === null) throw new AppError('request.unauthorized', 'You are not signed in. Sign in again.')
    return action.act(user, parseInput(action.schema, action.input))
  })
}
