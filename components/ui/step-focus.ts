import type { KeyboardEvent } from 'react'

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** Which entry of a list a key leads to: the arrows, Home, End, and letters that a label begins with. Undefined for other keys. */
export function stepTo(key: string, at: number, labels: string[]): number | undefined {
  if (labels.length === 0) return undefined
  const step = STEPS[key]
  if (step) return step(at, labels.length)
  if (key.length !== 1 || key === ' ') return undefined
  const found = labels.map((_, offset) => (at + 1 + offset) % labels.length).find((index) => labels[index]?.toLowerCase().startsWith(key.toLowerCase()))
  return found
}

/** Moves the focus among the elements of `selector` in a list. True where the key was one that moves. */
export function stepFocus(event: KeyboardEvent<HTMLElement>, selector: string): boolean {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : stepTo(event.key, at, items.map((item) => item.textContent ?? ''))
  if (next === undefined) return false
  event.preventDefault()
  items[next]?.focus()
  return true
}
