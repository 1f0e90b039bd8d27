const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** `1,234,567` */
export function wholeNumber(value: number): string {
  return whole.format(value)
}

/** `1.2M`: where the exact figure would only be noise. */
export function compactNumber(value: number): string {
  return compact.format(value)
}

/** `1 collection`, `2 collections` */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${wholeNumber(count)} ${count === 1 ? singular : plural}`
}
