// Turns environment variables into a frozen configuration, or into one error that names every problem. The
// only folder that reads process.env besides scripts/.
import type { z } from 'zod'
import { AppError } from '../errors/app-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Parses `env` with `schema`. Empty values count as unset. Throws `config.invalid` with all problems together. */
export function parseConfig<Schema extends z.ZodObject<Record<string, z.ZodType>>>(
  schema: Schema,
  env: Environment = process.env,
): Readonly<z.infer<Schema>> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] || undefined]))
  const parsed = schema.safeParse(given)
  if (parsed.success) return Object.freeze(parsed.data)
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return `${name} ${given[name] === undefined ? 'is not set' : issue.message} (${schema.shape[name]?.description ?? ''})`
  })
  throw new AppError('config.invalid', `The configuration has problems: ${problems.join('; ')}. See .env.example.`)
}
