// copy: the copy stage of a migration against its limits and against the script that a user would write instead.
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { CollectionShape } from '../dataplane/milvus/schema.ts'
import type { Benchmark } from './benchmark.ts'
import { emptyServer, fillCollection } from './collection.ts'
import { insertPages, readAll } from './copy-limits.ts'
import { syntheticVectors, wordVectors, type DataSet } from './data-set.ts'
import { isSyncing, startMigration, watch, withDataPlane } from './migration.ts'
import { usageOf } from './process-usage.ts'
import type { Pair } from './servers.ts'
import { record, type Table } from './table.ts'

const COLLECTION = 'entities'
const SCRIPT = path.join(import.meta.dirname, 'iterate_and_insert.py')

export const copy: Benchmark = {
  table: (settings) => ({
    name: 'copy',
    title: `${settings.entities.toLocaleString('en-US')} entities by a migration's copy stage`,
    columns: [
      { key: 'ofLimit', title: 'of limit', digits: 2 },
      { key: 'ofCores', title: 'of cores', digits: 2 },
      { key: 'ofScript', title: '× script', digits: 1 },
      { key: 'cpuPerGb', title: 'CPU s/GB', digits: 1 },
      { key: 'perS', title: 'entities/s', digits: 0 },
      { key: 'mbPerS', title: 'MB/s', digits: 1 },
      { key: 'peakMiB', title: 'peak MiB', digits: 0 },
      { key: 'stageS', title: 'stage s', digits: 2 },
      { key: 'readPerS', title: 'read-only/s', digits: 0 },
      { key: 'insertPerS', title: 'insert-only/s', digits: 0 },
      { key: 'scriptPerS', title: 'script/s', digits: 0 },
    ],
    rows: [],
    notes: [
      'of limit: against the slower of read-only and insert-only, same client code, pages and lanes, without the data plane',
      'of cores: the CPU seconds that both servers took for that reading and inserting, spread over all cores, against the copy: 1 where',
      'the copy keeps every core busy with nothing but the servers’ own work; script: pymilvus query_iterator and insert; entities/s: from the first moment of the stage to the last entity;',
      'stage s: with the index and the load on the target; CPU (to the last entity) and peak memory: of the data plane process',
    ],
  }),
  async measure(pair, settings, table) {
    for (const name of settings.vectors) {
      const set = name === 'words' ? wordVectors(settings.entities) : syntheticVectors(settings.entities, Number(name))
      const shape = await fillCollection(pair.source.server, COLLECTION, set)
      // The first reading finds cold caches on both sides, and would make the limit look low.
      await insertPages(pair, await readAll(pair, shape, settings.entities), set.dim)
      for (let run = 0; run < settings.runs; run++) await measureOnce(pair, set, shape, table)
      await emptyServer(pair.source.server)
    }
  },
}

async function measureOnce(pair: Pair, set: DataSet, shape: CollectionShape, table: Table): Promise<void> {
  const entities = set.words.length
  const read = await readAll(pair, shape, entities)
  const inserted = await insertPages(pair, read, set.dim)
  const copied = await copyByMigration(pair, entities)
  await emptyServer(pair.target.server)
  const scriptS = await copyByScript(pair)
  await emptyServer(pair.target.server)
  record(table, `${pair.label}, ${set.name}`, {
    ofLimit: Math.max(read.seconds, inserted.seconds) / copied.seconds,
    ofCores: (read.cpuS + inserted.cpuS) / availableParallelism() / copied.seconds,
    ofScript: scriptS / copied.seconds,
    cpuPerGb: copied.cpuS / (read.bytes / 1e9),
    perS: entities / copied.seconds,
    mbPerS: read.bytes / 1e6 / copied.seconds,
    peakMiB: copied.peakMiB,
    stageS: copied.stageS,
    readPerS: entities / read.seconds,
    insertPerS: entities / inserted.seconds,
    scriptPerS: entities / scriptS,
  })
}

type Copied = { seconds: number; stageS: number; cpuS: number; peakMiB: number }

function copyByMigration(pair: Pair, entities: number): Promise<Copied> {
  return withDataPlane(pair, async ({ plane }) => {
    const before = await usageOf(plane.pid)
    await startMigration(plane)
    await watch(plane, ({ stage }) => stage !== 'preparing', { everyMs: 5 })
    const begin = performance.now()
    const facts = await watch(plane, ({ stage, copy: { copied } }) => stage === 'syncing' || copied >= entities)
    const seconds = (performance.now() - begin) / 1000
    const after = await usageOf(plane.pid)
    if (facts.copy.copied !== entities) throw new Error(`${facts.copy.copied} of ${entities} entities were copied`)
    await watch(plane, isSyncing)
    const stageS = (performance.now() - begin) / 1000
    return { seconds, stageS, cpuS: after.cpuS - before.cpuS, peakMiB: (await usageOf(plane.pid)).peakMiB }
  })
}

/** Seconds that the script took, as it says itself: without Python's start and the making of the collection. */
async function copyByScript(pair: Pair): Promise<number> {
  const args = ['-W', 'ignore', SCRIPT, `http://${pair.source.address}`, `http://${pair.target.address}`, COLLECTION]
  const { stdout } = await promisify(execFile)(pair.python, args)
  return (JSON.parse(stdout) as { seconds: number }).seconds
}
