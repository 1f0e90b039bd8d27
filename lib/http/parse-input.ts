import type { z } from 'zod'
import { AppError } from '../errors/app-error.ts'

/** Parses what came from outside. Throws request.invalid with the first problem and, in details, its field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? ''
  const message = issue === undefined || issue.message.startsWith('Invalid input') ? `Check ${field || 'the input'}.` : issue.message
  throw new AppError('request.invalid', message, { details: field === '' ? {} : { field } })
}
