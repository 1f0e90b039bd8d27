// A verification in words for people. Pure.
import type { Tone } from '@/components/ui/badge'
import { counted, wholeNumber } from '@/components/ui/number-format'
import type { Migration } from '@/lib/contracts/console-api'
import type { CollectionVerification, Difference, VerificationFacts } from '@/lib/contracts/control-api'

export type Verdict = { tone: 'ok' | 'warn' | 'bad' | 'neutral'; title: string; meaning: string }

/** What a verification that has ended says, and what to do with it. */
export function verdictOf(verification: VerificationFacts): Verdict {
  const { state, verdict, differing, resynced } = verification
  const why = verification.reason === null ? '' : `${sentence(verification.reason)} `
  if (state === 'cancelled') return { tone: 'neutral', title: 'The verification was canceled', meaning: `${why}It says nothing about the data.` }
  if (state !== 'completed' || verdict === null) return { tone: 'bad', title: 'The verification could not finish', meaning: `${why}${differing > 0 ? `${counted(differing, 'entity differs', 'entities differ')} so far. ` : ''}Verify again.` }
  if (verdict === 'identical') return { tone: 'ok', title: 'Both sides are the same', meaning: 'Every entity that was compared has the same values on both sides.' }
  if (verdict === 'unsettled') {
    const moving = sumOf(verification, 'unsettled')
    return {
      tone: 'ok',
      title: 'Nothing differs for good',
      meaning: `${counted(moving, 'entity', 'entities')} changed at every look, so nothing can be said of ${moving === 1 ? 'it' : 'them'} while writes go on.`,
    }
  }
  if (resynced !== null)
    return { tone: 'warn', title: `${counted(resynced, 'entity was', 'entities were')} synced again`, meaning: 'Verify again to see that both sides are the same now.' }
  return { tone: 'bad', title: `${counted(differing, 'entity differs', 'entities differ')}`, meaning: 'Re-sync what differs: the entities are read from the source again and written to the target. Then verify again.' }
}

/** The data plane gives reasons as parts of a sentence or as whole ones. */
export function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`
}

/** `1,000 entities in 2 collections`: what was compared. */
export function comparedText({ compared, collections }: VerificationFacts): string {
  return `${counted(compared, 'entity', 'entities')} in ${counted(collections.filter(({ state }) => state !== 'dropped').length, 'collection')}`
}

function sumOf({ collections }: VerificationFacts, kind: 'missing' | 'extra' | 'different' | 'unsettled'): number {
  return collections.reduce((sum, collection) => sum + collection[kind], 0)
}

/** One word on a collection, with its tone. */
export function collectionVerdict(collection: CollectionVerification): { label: string; tone: Tone } {
  const { state, missing, extra, different, unsettled } = collection
  if (state === 'waiting') return { label: 'Waiting', tone: 'neutral' }
  if (state === 'dropped') return { label: 'Dropped', tone: 'neutral' }
  if (state === 'failed') return { label: 'Failed', tone: 'bad' }
  if (missing + extra + different > 0) return { label: 'Differs', tone: 'bad' }
  if (state === 'running') return { label: 'Comparing', tone: 'info' }
  return unsettled > 0 ? { label: 'Unsettled', tone: 'warn' } : { label: 'Same', tone: 'ok' }
}

/** What differs first, then what runs, then by name. */
export function byConcern(a: CollectionVerification, b: CollectionVerification): number {
  return concern(b) - concern(a) || collectionName(a).localeCompare(collectionName(b))
}

function concern(collection: CollectionVerification): number {
  return ['Same', 'Dropped', 'Waiting', 'Unsettled', 'Comparing', 'Differs', 'Failed'].indexOf(collectionVerdict(collection).label)
}

export function collectionName({ database, name }: { database: string; name: string }): string {
  return database === 'default' || database === '' ? name : `${database}.${name}`
}

export const DIFFERENCE_WORDS: Record<Difference['kind'], string> = {
  missing: 'Missing on the target',
  extra: 'On the target only',
  different: 'Other values',
}

/** For lists: what the last verification of a migration said. Null where there is nothing to say. */
export function verificationSummary({ verification }: Migration): string | null {
  if (verification === null) return null
  if (verification.state === 'running') return 'Comparing both sides'
  if (verification.state !== 'completed') return null
  if (verification.verdict === 'different') return `Verification: ${counted(verification.differing, 'entity differs', 'entities differ')}`
  return verification.verdict === 'identical' ? 'Verified: both sides were the same' : 'Verified: nothing differed for good'
}

/** `35 %, 1,200 of about 3,400 entities` */
export function progressText({ compared, total }: VerificationFacts): string {
  return `${wholeNumber(compared)} of about ${wholeNumber(Math.max(total, compared))} entities`
}
