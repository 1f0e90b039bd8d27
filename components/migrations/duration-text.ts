/** `3.4 s`, `12 s`, `4 min 10 s`, `2 h 5 min`, `6 days`: for a lag or how long something took. */
export function durationText(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} days`
}

/** Coarse on purpose: an estimate that is shown to the second jumps with every reading. */
export function timeLeftText(ms: number | null): string {
  if (ms === null) return 'Estimating the time left'
  const seconds = ms / 1000
  if (seconds < 10) return 'A few seconds left'
  if (seconds < 90) return `About ${Math.ceil(seconds / 10) * 10} seconds left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `About ${minutes} minutes left`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `About ${hours} hours left` : `About ${Math.round(hours / 24)} days left`
}
