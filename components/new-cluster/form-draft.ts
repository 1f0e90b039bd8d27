import * as z from 'zod/mini'
import { CU_TYPES, PLANS, PROVIDERS } from '@/lib/contracts/cluster-catalogue'
import type { NewClusterInput } from '@/lib/contracts/console-requests'

const PREFIX = 'new-cluster:'

/** What an older version of this page kept is not taken over where it no longer fits. */
const Draft = z.object({
  name: z.optional(z.string()),
  description: z.optional(z.string()),
  provider: z.optional(z.enum(PROVIDERS)),
  regionId: z.optional(z.string()),
  plan: z.optional(z.enum(PLANS)),
  cuType: z.optional(z.enum(CU_TYPES)),
  cuSize: z.optional(z.number()),
})

/** What was typed before one went back or reloaded; kept for the tab only. */
export function readDraft(name: string): Partial<NewClusterInput> {
  const kept = Draft.safeParse(readKept(name))
  return kept.success ? kept.data : {}
}

/** The value under a name as it was kept; null where there is none. */
export function readKept(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null')
  } catch {
    return null
  }
}

export function keepDraft(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // A browser that keeps nothing loses the draft only.
  }
}

/** Forgets the draft and what was kept beside it under `name:…`. */
export function dropDraft(name: string): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key === PREFIX + name || key.startsWith(`${PREFIX}${name}:`)) sessionStorage.removeItem(key)
  } catch {
    // As above.
  }
}
