import type { Option } from './select-field'

/** Options in which each typed word occurs, in the label or the second line; the order stays. */
export function filterOptions(options: readonly Option[], typed: string): Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...options]
  return options.filter(({ label, detail = '' }) => {
    const text = `${label} ${detail}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The next option that can be chosen, from `from` in that direction, round the ends; -1 where there is none. */
export function nextEnabled(options: readonly Option[], from: number, step: 1 | -1): number {
  for (let tried = 0; tried < options.length; tried++) {
    const at = (from + step * (tried + 1) + options.length * (tried + 2)) % options.length
    if (options[at]?.disabled !== true) return at
  }
  return -1
}
