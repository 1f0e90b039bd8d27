// One request of the browser: GET, parsed with the reply's schema or kept as a file. Every failure is an AppError whose
// publicMessage may be shown.
import * as z from 'zod/mini'
import { ApiError } from '../contracts/control-api.ts'
import { AppError } from '../errors/app-error.ts'
import type { ErrorCode } from '../errors/catalogue.ts'
import { CATALOGUE } from '../errors/catalogue.ts'

// Without this zod looks whether it may compile code, which the content security policy reports.
z.config({ jitless: true })

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(CATALOGUE, code)
}

async function errorOf(response: Response): Promise<AppError> {
  const parsed = ApiError.safeParse(await response.json().catch(() => null))
  if (!parsed.success) return new AppError('internal.unexpected', `The console answered with status ${response.status}.`)
  const { code, message } = parsed.data.error
  return new AppError(isErrorCode(code) ? code : 'internal.unexpected', message)
}

async function get(path: string, signal?: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, cache: 'no-store', signal: signal ?? null })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new AppError('console.unreachable', 'The console does not answer. It is tried again by itself.', { cause })
  }
  if (!response.ok) throw await errorOf(response)
  return response
}

/** GETs `path` as a file. Throws AppError. */
export async function fetchFile(path: string): Promise<Blob> {
  const response = await get(path)
  try {
    return await response.blob()
  } catch (cause) {
    throw new AppError('console.unreachable', 'The answer broke off. Try again.', { cause })
  }
}

/** GETs `path` and parses the reply. Throws AppError; an abort passes through as it is. */
export async function fetchJson<S extends z.core.$ZodType>(path: string, schema: S, signal?: AbortSignal): Promise<z.infer<S>> {
  const response = await get(path, signal)
  const parsed = z.safeParse(schema, await response.json().catch(() => null))
  if (parsed.success) return parsed.data
  throw new AppError('internal.unexpected', 'The console answered in a form that this page does not know. Reload the page.', {
    cause: parsed.error,
  })
}
