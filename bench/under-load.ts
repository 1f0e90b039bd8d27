// A migration that is syncing while a client writes: what the sync and the cutover benchmark look at.
import { emptyServer } from './collection.ts'
import { isCaughtUp, startMigration, watch, withDataPlane, type Around, type Run } from './migration.ts'
import type { Pair } from './servers.ts'
import { startWriteLoad, type WriteLoad } from './write-load.ts'

/** Lends `work` the migration as soon as it has caught up; ends everything afterwards and leaves empty servers. */
export async function underLoad<Result>(pair: Pair, rate: number, work: (run: Run, load: WriteLoad) => Promise<Result>, around: Around = {}): Promise<Result> {
  try {
    return await withDataPlane(pair, async (run) => {
      const load = await startWriteLoad({ python: pair.python, uri: run.source.endpoint, thenUri: run.target.endpoint, rate })
      try {
        await startMigration(run.plane)
        await watch(run.plane, isCaughtUp)
        return await work(run, load)
      } finally {
        await load.stop()
      }
    }, around)
  } finally {
    await emptyServer(pair.source.server)
    await emptyServer(pair.target.server)
  }
}
