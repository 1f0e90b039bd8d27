/** `45 seconds`, `1 minute`, `5 minutes`: rounded up, so that who waits so long has waited long enough. */
export function durationWords(seconds: number): string {
  const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`
  if (seconds <= 60) return counted(Math.max(1, Math.ceil(seconds)), 'second')
  return counted(Math.ceil(seconds / 60), 'minute')
}
