import type { NewClusterInput } from '@/lib/contracts/console-requests'

const keyOf = (name: string) => `new-cluster:${name}`

/** What was typed before one went back or reloaded; kept for the tab only. */
export function readDraft(name: string): Partial<NewClusterInput> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null')
    return typeof kept === 'object' && kept !== null ? kept : {}
  } catch {
    return {}
  }
}

export function keepDraft(name: string, values: object): void {
  try {
    sessionStorage.setItem(keyOf(name), JSON.stringify(values))
  } catch {
    // A browser that keeps nothing loses the draft only.
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(keyOf(name))
  } catch {
    // As above.
  }
}
