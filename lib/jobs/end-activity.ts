// What the list of activities says when the console, and not a person, ends something of a migration. Pure.
import type { ActivityRecord } from '../db/record-activity.ts'
import type { Stage } from '../migration/stage.ts'
import { isEnded } from '../migration/stage.ts'
import type { LeasedMigration, Step } from './step.ts'

type Said = Pick<ActivityRecord, 'level' | 'message'>
type Row = Pick<LeasedMigration, 'id' | 'stage'> & { source: { name: string }; target: { id: string; name: string } }

/** How activities name a migration. */
export function migrationSaid({ id, source, target }: Omit<Row, 'stage'>): string {
  return `Migration ${id} of "${source.name}" to "${target.name}"`
}

function endSaid(row: Row, stage: Stage, reason: unknown): Said {
  if (stage === 'completed') return { message: `${migrationSaid(row)} was completed.` }
  if (stage === 'cancelled') return { level: 'warning', message: `${migrationSaid(row)} was canceled.` }
  return { level: 'error', message: `${migrationSaid(row)} failed: ${typeof reason === 'string' ? reason : 'the reason is not known.'}` }
}

/** The activities of a step: the end of the migration, and of the target that goes with a canceled one. */
export function activitiesOf(row: Row, step: Pick<Step, 'data' | 'dropTarget'>): Said[] {
  const stage = step.data.stage as Stage | undefined
  if (stage === undefined || !isEnded(stage) || isEnded(row.stage)) return []
  const end = endSaid(row, stage, step.data.failureMessage)
  const drop: Said = { level: 'warning', message: `Cluster "${row.target.name}" (${row.target.id}) was deleted with its canceled migration.` }
  return step.dropTarget === true ? [end, drop] : [end]
}
