// What npm run verify prints. Pure.
import type { CollectionVerification, VerificationFacts } from '../../lib/contracts/control-api.ts'

const whole = new Intl.NumberFormat('en-US')
const HEAD = ['collection', 'source', 'target', 'compared', 'missing', 'extra', 'different', 'unsettled', '']

/** `12,000 of 40,000 entities compared, 3 differ, about 20 s left` */
export function progressLine({ compared, total, differing, timeLeftMs }: VerificationFacts): string {
  const left = timeLeftMs === null ? '' : `, about ${Math.ceil(timeLeftMs / 1000)} s left`
  return `${whole.format(compared)} of ${whole.format(total)} entities compared, ${whole.format(differing)} differ${left}`
}

/** One line a collection, figures to the right. */
export function tableOf({ collections }: VerificationFacts): string {
  const lines = [HEAD, ...collections.map(lineOf)]
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines.map((line) => line.map((text, column) => (column === 0 || column === HEAD.length - 1 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join('  ').trimEnd()).join('\n')
}

function lineOf(one: CollectionVerification): string[] {
  const counts = [one.sourceCount, one.targetCount, one.compared, one.missing, one.extra, one.different, one.unsettled]
  const state = one.state === 'completed' ? '' : one.state
  return [`${one.database}/${one.name}`, ...counts.map((count) => (count === null ? '-' : whole.format(count))), [state, one.reason].filter(Boolean).join(': ')]
}

/** The verdict in a sentence. */
export function verdictOf({ state, verdict, differing, reason, collections }: VerificationFacts): string {
  if (state !== 'completed') return `Could not tell: the verification ${state === 'failed' ? 'failed' : 'was canceled'}${reason ? `, ${reason}` : ''}.`
  if (verdict === 'different') return `Different: ${whole.format(differing)} ${differing === 1 ? 'entity differs' : 'entities differ'}.`
  const unsettled = collections.reduce((sum, one) => sum + one.unsettled, 0)
  return verdict === 'unsettled' ? `Unsettled: nothing differs for good, but ${whole.format(unsettled)} changed at every look.` : 'Identical: both sides hold the same.'
}
