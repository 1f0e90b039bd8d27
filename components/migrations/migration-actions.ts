import type { ActionResult } from '@/lib/contracts/console-requests'
import type { AfterLife } from '@/lib/migration/policy'

// What the dialog can ask of the server; the pages hand it in, so that no component imports them.
type StopInput = { migrationId: string; confirmed: true; afterLife: AfterLife; acceptLag: boolean }

export type MigrationActions = {
  stopDataSync: (input: StopInput) => Promise<ActionResult<unknown>>
  cancelMigration: (input: { migrationId: string; keepTarget: boolean }) => Promise<ActionResult<unknown>>
}
