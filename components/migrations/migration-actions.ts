import type { ActionResult } from '@/lib/contracts/console-requests'
import type { AfterLife } from '@/lib/migration/policy'

// What the dialog can ask of the server; the pages hand it in, so that no component imports them.
type StopInput = { migrationId: string; confirmed: true; afterLife: AfterLife; acceptLag: boolean; acceptUnverified: boolean }

export type MigrationActions = {
  stopDataSync: (input: StopInput) => Promise<ActionResult<unknown>>
  startVerification: (input: { migrationId: string }) => Promise<ActionResult<unknown>>
  cancelVerification: (input: { migrationId: string }) => Promise<ActionResult<unknown>>
  resyncDifferences: (input: { migrationId: string }) => Promise<ActionResult<unknown>>
  cancelMigration: (input: { migrationId: string; keepTarget: boolean }) => Promise<ActionResult<unknown>>
}
