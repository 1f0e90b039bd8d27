'use client'
import { useState } from 'react'
import type * as z from 'zod/mini'
import { keepDraft, readKept } from './form-draft'

/** State that lives as long as the draft whose name begins `name`: it is there after a reload and after going back. */
export function useKept<S extends z.ZodMiniType>(name: string, schema: S, initial: z.infer<S>): [z.infer<S>, (value: z.infer<S>) => void] {
  const [value, setValue] = useState<z.infer<S>>(() => {
    const kept = schema.safeParse(readKept(name))
    return kept.success ? kept.data : initial
  })
  function keep(next: z.infer<S>) {
    setValue(next)
    keepDraft(name, next)
  }
  return [value, keep]
}
