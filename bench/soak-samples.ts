// What is looked at every second of a soak, and what is said of it in the end.
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WriterCounts } from '../e2e/support/writer.ts'
import type { DataPlaneProcess } from '../dataplane/testing/data-plane-process.ts'
import type { Stage } from '../lib/migration/stage.ts'
import { residentMiB } from './process-usage.ts'
import { median, percentile } from './statistics.ts'
import { record, type Table } from './table.ts'

const SAMPLE_MS = 1_000
const MIB = 1024 * 1024

/** One look. What the data plane did not answer (it had been killed) is null. */
export type Sample = {
  /** Since the start of the migration. */
  atS: number
  stage: Stage | null
  /** Resident memory of the data plane's process. */
  memoryMiB: number | null
  lagMs: number | null
  lagEntries: number | null
  acceptPerS: number | null
  applyPerS: number | null
  /** Of all files of the journal. */
  journalMiB: number
  /** Writes of the client since its start. */
  acknowledged: number
  unknown: number
}

export type Measure = Exclude<keyof Sample, 'atS' | 'stage'>

/** Samples until `signal` aborts; `seen` gets each one. */
export async function sampleSoak(
  { plane, id, counts, beganAt }: { plane: DataPlaneProcess; id: string; counts: () => WriterCounts; beganAt: number },
  seen: (sample: Sample) => void,
  signal: AbortSignal,
): Promise<void> {
  const journal = path.join(plane.dir, 'dataplane', 'migrations', id, 'journal')
  // By the clock and not after each look, so that a slow look does not stretch the second.
  for (let at = Date.now(); !signal.aborted; await sleep(Math.max(0, (at += SAMPLE_MS) - Date.now()), undefined, { signal }).catch(() => {})) {
    const [facts, memoryMiB, journalBytes] = await Promise.all([plane.migration(id).catch(() => null), residentMiB(plane.pid), bytesIn(journal)])
    const { acknowledged, unknown } = counts()
    seen({
      atS: Math.round((Date.now() - beganAt) / 100) / 10,
      stage: facts?.stage ?? null,
      memoryMiB: Number.isNaN(memoryMiB) ? null : memoryMiB,
      lagMs: facts?.sync.lagMs ?? null,
      lagEntries: facts?.sync.lagEntries ?? null,
      acceptPerS: facts?.sync.acceptPerS ?? null,
      applyPerS: facts?.sync.applyPerS ?? null,
      journalMiB: journalBytes / MIB,
      acknowledged,
      unknown,
    })
  }
}

/** Bytes of the files in a folder; 0 where there is none. A file may go while it is looked at. */
async function bytesIn(folder: string): Promise<number> {
  const names = await fs.readdir(folder).catch(() => [])
  const sizes = await Promise.all(names.map((name) => fs.stat(path.join(folder, name)).then(({ size }) => size, () => 0)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

export const valuesOf = (samples: readonly Sample[], measure: Measure): number[] =>
  samples.map((sample) => sample[measure]).filter((value) => value !== null)

const SHOWN: [Measure, string][] = [
  ['memoryMiB', 'memory of the data plane MiB'],
  ['lagMs', 'lag ms'],
  ['lagEntries', 'lag entries'],
  ['acceptPerS', 'accepted entries/s'],
  ['applyPerS', 'applied entries/s'],
  ['journalMiB', 'journal on disk MiB'],
]

/** Medians, 99th percentiles and peaks, over the time in which the migration was syncing. */
export function summaryOf(samples: readonly Sample[]): Table {
  const syncing = samples.filter(({ stage }) => stage === 'syncing')
  const table: Table = {
    name: 'soak',
    title: `${syncing.length} samples while syncing, one a second`,
    columns: ['median', 'p99', 'peak'].map((key) => ({ key, title: key, digits: 1 })),
    rows: [],
    notes: [`memory, median of the second quarter of the sync: ${quarter(syncing, 1)} MiB, of the last: ${quarter(syncing, 3)} MiB`],
  }
  for (const [measure, label] of SHOWN) {
    const values = valuesOf(syncing, measure)
    record(table, label, { median: median(values), p99: percentile(values, 99), peak: percentile(values, 100) })
  }
  return table
}

/** The first quarter is left out of the comparison: caches fill and code is compiled in it. */
function quarter(samples: readonly Sample[], number: number): string {
  const part = samples.slice(Math.floor((samples.length * number) / 4), Math.floor((samples.length * (number + 1)) / 4))
  return median(valuesOf(part, 'memoryMiB')).toFixed(1)
}
