const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** The reader's clock and the shown "now" may be this much behind what has just happened. */
const SKEW_S = 20

/** `just now`, `5 minutes ago`, `in 3 days`; over 30 days away, the date. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000)
  const distance = Math.abs(seconds)
  if (distance > 30 * 86_400) return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
  for (const [unit, size] of UNITS) {
    if (distance < size) continue
    // What is past is told in full units; what is to come is rounded, so that a limit of 7 days reads so on its first day.
    const count = seconds < 0 ? Math.floor(distance / size) : Math.round(distance / size)
    const words = `${count} ${unit}${count === 1 ? '' : 's'}`
    return seconds < 0 ? `${words} ago` : `in ${words}`
  }
  return seconds <= SKEW_S ? 'just now' : 'in a moment'
}

export function exactTime(at: Date): string {
  return at.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })
}

/** `14:03:22` in the reader's zone. */
export function clockTime(at: Date): string {
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}
