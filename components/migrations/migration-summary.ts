import type { Migration } from '@/lib/contracts/console-api'
import { durationText } from './duration-text'
import { STAGE_WORDS } from './stage-words'

/** What is going on, in one line of a list. */
export function migrationSummary({ stage, copied, lagMs, failure }: Migration): string {
  if (stage === 'failed' && failure) return failure.message
  if (stage === 'copying' && copied !== null) return `${STAGE_WORDS.copying}, ${Math.floor(copied * 100)} %`
  if (stage === 'syncing' && lagMs !== null) return `${STAGE_WORDS.syncing}, lag ${durationText(lagMs)}`
  return STAGE_WORDS[stage]
}
