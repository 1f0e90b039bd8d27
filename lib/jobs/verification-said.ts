// What is said when a verification ends, for the events of a migration and for the mail of a difference. Pure.
import type { VerificationFacts } from '../contracts/control-api.ts'

const whole = new Intl.NumberFormat('en-US')

function counted(count: number, one: string, many: string): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`
}

/** `1 entity is missing on the target, 2 differ`; empty where nothing does. */
export function differencesSaid({ collections }: VerificationFacts): string {
  const sum = (kind: 'missing' | 'extra' | 'different') => collections.reduce((total, collection) => total + collection[kind], 0)
  const parts = [
    { count: sum('missing'), one: 'is missing on the target', many: 'are missing on the target' },
    { count: sum('extra'), one: 'is on the target only', many: 'are on the target only' },
    { count: sum('different'), one: 'has other values there', many: 'have other values there' },
  ]
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, one, many }) => `${whole.format(count)} ${count === 1 ? one : many}`)
    .join(', ')
}

function completedSaid(verification: VerificationFacts): string {
  const { verdict, compared, differing, collections } = verification
  const scope = `${counted(compared, 'entity', 'entities')} in ${counted(collections.length, 'collection', 'collections')} compared`
  if (verdict === 'different') {
    const kinds = differencesSaid(verification)
    return `Verification found ${counted(differing, 'entity that differs', 'entities that differ')}${kinds === '' ? '' : ` (${kinds})`}; ${scope}.`
  }
  const unsettled = collections.reduce((total, collection) => total + collection.unsettled, 0)
  if (verdict === 'unsettled')
    return `Verification found no lasting difference; ${counted(unsettled, 'entity', 'entities')} changed at every look; ${scope}.`
  return `Verification found both sides the same; ${scope}.`
}

/** One sentence on a verification that has ended. */
export function verificationSaid(verification: VerificationFacts): string {
  const { reason } = verification
  const why = reason === null ? '.' : `: ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`
  if (verification.state === 'failed') return `Verification failed${why}`
  if (verification.state === 'cancelled') return `Verification was canceled${why}`
  return completedSaid(verification)
}

/** One sentence on the differing keys that were handed to the applier. */
export function resyncSaid({ resynced }: VerificationFacts): string {
  return `${counted(resynced ?? 0, 'differing entity is', 'differing entities are')} synced anew; verify again to see that both sides are the same.`
}

/** True when `now` is the end of a verification that `before` does not show ended. */
export function hasNewEnd(before: VerificationFacts | null, now: VerificationFacts | null): now is VerificationFacts {
  if (now === null || now.state === 'running') return false
  return before === null || before.startedAt !== now.startedAt || before.state === 'running'
}

/** True when differing keys have been handed to the applier since `before`. */
export function hasNewResync(before: VerificationFacts | null, now: VerificationFacts | null): boolean {
  return now !== null && now.resynced !== null && (before === null || before.startedAt !== now.startedAt || before.resynced === null)
}
