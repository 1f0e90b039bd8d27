import type { FieldValues, Resolver } from 'react-hook-form'
import type { z } from 'zod'

/**
 * Judges a form by the schema of its request, as the server does. Schemas and the whole zod come when the form is judged for
 * the first time, so that no page waits for them.
 */
export function requestResolver<Input extends FieldValues, Output>(
  schemaOf: () => Promise<z.ZodType<Output, Input>>,
): Resolver<Input, unknown, Output> {
  return async (values, context, options) => {
    const [schema, { zodResolver }, { config }] = await Promise.all([schemaOf(), import('@hookform/resolvers/zod'), import('zod/mini')])
    // Without this zod looks whether it may compile code, which the content security policy reports.
    config({ jitless: true })
    return zodResolver(schema)(values, context, options)
  }
}
