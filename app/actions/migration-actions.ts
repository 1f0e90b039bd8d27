import * as migrations from './migrations'

/** What the progress dialog can ask of the server, handed in by the pages that open it. */
export const migrationActions = {
  stopDataSync: migrations.stopDataSync,
  cancelMigration: migrations.cancelMigration,
  startVerification: migrations.startVerification,
  cancelVerification: migrations.cancelVerification,
  resyncDifferences: migrations.resyncDifferences,
}
