const BROWSERS: [RegExp, string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

const find = (userAgent: string, known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(userAgent))?.[1]

/** `Firefox on Linux`; what is not known is called by its first word. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown browser'
  const browser = find(userAgent, BROWSERS) ?? userAgent.split(/[\s/]/)[0]!.slice(0, 40)
  const system = find(userAgent, SYSTEMS)
  return system === undefined ? browser : `${browser} on ${system}`
}
