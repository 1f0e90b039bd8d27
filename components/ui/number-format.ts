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

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB']

/** `512 bytes`, `1.2 MB`, `34 GB`: decimal units, two digits. */
export function byteText(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : whole.format(value)} ${UNITS[unit]}`
}
