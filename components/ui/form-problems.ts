import type { z } from 'zod'

/** What a field, or under `root` the whole form, is refused for. The code is the server's, where the server said it. */
export type Problem = { message: string; code?: string }
export type Problems<Input extends object> = Partial<Record<(keyof Input & string) | 'root', Problem>>

export type Judgement<Input extends object, Output> = { ok: true; output: Output } | { ok: false; problems: Problems<Input> }

/** Judges the values of a form by the schema of its request. Of a field with several faults the first is told. */
export async function judge<Input extends object, Output>(
  schema: z.ZodType<Output, Input>,
  values: Input,
  fields: readonly string[],
): Promise<Judgement<Input, Output>> {
  const { data, error } = await schema.safeParseAsync(values)
  if (error === undefined) return { ok: true, output: data }
  const problems: Record<string, Problem> = {}
  for (const { path, message } of error.issues) problems[fieldOf(path, fields)] ??= { message }
  return { ok: false, problems: problems as Problems<Input> }
}

/** The field that a path of the request ends with, for example `target.name`; `root` where the form shows none of that name. */
export function fieldOf(path: readonly PropertyKey[], fields: readonly string[]): string {
  const field = String(path.at(-1))
  return fields.includes(field) ? field : 'root'
}

/** The problems of the named fields, without those of all others. */
export function only<Input extends object>(problems: Problems<Input>, fields: readonly string[]): Problems<Input> {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => fields.includes(field))) as Problems<Input>
}

/** The problems of all but the named fields. What concerned the form as a whole is forgotten too: the form is another now. */
export function without<Input extends object>(problems: Problems<Input>, fields: readonly string[]): Problems<Input> {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => field !== 'root' && !fields.includes(field))) as Problems<Input>
}
