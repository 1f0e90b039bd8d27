import type { MigrationDetail } from '@/lib/contracts/console-api'
import { canCancel, isEnded, type Stage } from '@/lib/migration/stage'
import { refusalOf } from '@/lib/permissions/matrix'

type Input = { stage: Stage; permissions: MigrationDetail['permissions']; wanted?: MigrationDetail['wanted'] }

/** Why a migration cannot be canceled; null when it can. A list does not know what is wanted: the server does. */
export function cancelRefusal({ stage, permissions, wanted = 'run' }: Input): string | null {
  if (!permissions.includes('migration.cancel')) return refusalOf('migration.cancel')
  if (isEnded(stage)) return 'The migration has ended.'
  if (wanted === 'cancel') return 'The migration is being canceled already.'
  return canCancel(stage) && wanted !== 'stop' ? null : 'Data sync is being stopped; it cannot be canceled now.'
}
