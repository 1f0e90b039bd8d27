// How a migration ended without a switch: why, what became of both clusters, and what to do. Pure.
import type { MigrationDetail } from '@/lib/contracts/console-api'

export type EndedWords = { title: string; reason: string | null; source: string; target: string; next: string[] }

type Input = Pick<MigrationDetail, 'migration' | 'findings'>

/** Null for a migration that goes on or was completed. */
export function endedWords({ migration, findings }: Input): EndedWords | null {
  const { source, target, stage, failure } = migration
  const gone = target.deleted || target.state === 'deleting'
  if (stage === 'cancelled')
    return {
      title: 'This migration was canceled',
      reason: null,
      source: `${source.name} is unlocked and as it was.`,
      target: gone ? `${target.name} is deleted with the data that had been copied.` : `${target.name} is kept with what had been copied; it may hold only a part of the data.`,
      next: [...(gone ? [] : [`Delete ${target.name} when you do not need it.`]), 'Start a new migration whenever you like; it begins with an empty target.'],
    }
  if (stage !== 'failed') return null
  return {
    title: 'This migration failed',
    reason: failure?.message ?? 'The reason is not known.',
    source: `${source.name} is unlocked and has all its data; applications were not touched.`,
    target: target.deleted ? `${target.name} is deleted.` : `${target.name} is kept, marked as failed; it may hold only a part of the data.`,
    next: [
      ...remedies(findings, failure?.code),
      ...(target.deleted ? [] : [`Delete ${target.name}.`]),
      'Start a new migration.',
    ],
  }
}

/** What cures a failure, by its code. */
const CURES: Record<string, string> = {
  'migration.sync_limit': 'Plan the stop within seven days of the sync: it ends by itself after that.',
  'journal.write_failed': 'Free space on the disk of DATA_DIR: the journal could not be written.',
  'journal.damaged': 'Check the disk of DATA_DIR: the journal on it is damaged.',
  'embedded.crashed': 'Look at the memory and the disk of this machine: the server of the target ended.',
  'milvus.refused': 'Change on the source what the message names, or leave it out, since the target does not take it.',
}

function remedies(findings: Input['findings'], code: string | undefined): string[] {
  const blockers = findings.filter(({ severity }) => severity === 'blocker')
  if (blockers.length > 0) return blockers.map(({ message, remedy }) => `${message} ${remedy}`)
  return [CURES[code ?? ''] ?? 'Solve the reason; the events below say what went before.']
}
