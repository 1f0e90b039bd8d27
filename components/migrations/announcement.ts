import type { MigrationFacts } from '@/lib/contracts/control-api'
import type { Stage } from '@/lib/migration/stage'
import { STAGE_WORDS } from './stage-words'

/** What a screen reader is told. It changes with the stage and with every tenth of the copy, not with every reading. */
export function announcement(stage: Stage, facts: MigrationFacts | null, caughtUp: boolean): string {
  if (stage === 'copying' && facts && facts.copy.total > 0) {
    const tenth = Math.floor((facts.copy.copied / facts.copy.total) * 10) * 10
    return `${STAGE_WORDS.copying}: ${Math.min(100, tenth)} percent.`
  }
  if (stage === 'syncing' && caughtUp) return 'Syncing incremental data: the lag is under 10 seconds, data sync may be stopped.'
  if (stage === 'completed') return 'The migration is completed. Switch the endpoint in your application code.'
  return `${STAGE_WORDS[stage]}.`
}
