// What a run of the benchmarks is asked to do.
import { parseArgs } from 'node:util'

/** Those that move data between a pair of servers; all of them run where none is named. */
export const PAIR_BENCHMARK_NAMES = ['copy', 'collections', 'gateway', 'sync', 'cutover', 'verify'] as const
export type PairBenchmarkName = (typeof PAIR_BENCHMARK_NAMES)[number]
/** `console` needs the built console and no Milvus, and runs when it is named. */
export const BENCHMARK_NAMES = [...PAIR_BENCHMARK_NAMES, 'console'] as const
export type BenchmarkName = (typeof BENCHMARK_NAMES)[number]
export const ENGINES = ['lite', 'milvus'] as const
/** What is copied: words with their 100-d vectors, or synthetic vectors of a dimension. */
export const VECTORS = ['words', '384', '768'] as const
export type Vectors = (typeof VECTORS)[number]
export type EngineKind = (typeof ENGINES)[number]

export type Settings = {
  names: BenchmarkName[]
  engines: EngineKind[]
  /** Paired runs of each benchmark. */
  runs: number
  /** Entities that `copy` copies and `verify` compares. */
  entities: number
  /** What `copy` copies, one after the other. */
  vectors: Vectors[]
  /** How many collections `collections` moves, one number after the other. */
  collections: number[]
  /** How long `gateway` measures each call with each number of clients. */
  sliceMs: number
  /** How long `sync` samples the lag. */
  syncMs: number
  /** Calls a second of the write load of `sync`, one after the other; `cutover` takes the first. */
  rates: [number, ...number[]]
}

export const USAGE = `npm run bench -- [${BENCHMARK_NAMES.join('|')} …] [options]
  --runs N        paired runs of each benchmark (5)
  --engine NAME   lite or milvus (both)
  --entities N    entities that copy copies and verify compares (20000 where benchmarks are named, else 5000)
  --vectors A,B   what copy copies: words (100-d), 384 or 768 (all)
  --collections N,N  how many collections moves (1,10,50 where benchmarks are named, else 1,10)
  --rate N,N      calls a second of the write load: sync takes each, cutover the first (60,120,240 where benchmarks are named, else 60)
  --slice-ms N    time for each kind of call in gateway (1000 where benchmarks are named, else 300)
  --sync-ms N     time over which sync samples the lag (10000 where benchmarks are named, else 5000)`

/** Everything in a few minutes, where no benchmark is named; otherwise enough to compare two versions. */
const QUICK = { entities: '5000', collections: '1,10', rate: '60', 'slice-ms': '300', 'sync-ms': '5000' }
const THOROUGH = { entities: '20000', collections: '1,10,50', rate: '60,120,240', 'slice-ms': '1000', 'sync-ms': '10000' }

/** Throws an Error with words for the user where the arguments make no sense. */
export function parseSettings(args: string[]): Settings {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '5' },
      engine: { type: 'string' },
      entities: { type: 'string' },
      vectors: { type: 'string', default: VECTORS.join(',') },
      collections: { type: 'string' },
      rate: { type: 'string' },
      'slice-ms': { type: 'string' },
      'sync-ms': { type: 'string' },
    },
  })
  const sizes = positionals.length === 0 ? QUICK : THOROUGH
  return {
    names: positionals.length === 0 ? [...PAIR_BENCHMARK_NAMES] : positionals.map((name) => oneOf(name, BENCHMARK_NAMES, 'benchmark')),
    engines: values.engine === undefined ? [...ENGINES] : [oneOf(values.engine, ENGINES, 'engine')],
    runs: positive(values.runs, '--runs'),
    entities: positive(values.entities ?? sizes.entities, '--entities'),
    vectors: values.vectors.split(',').map((one) => oneOf(one, VECTORS, 'data set')),
    collections: positives(values.collections ?? sizes.collections, '--collections'),
    rates: positives(values.rate ?? sizes.rate, '--rate'),
    sliceMs: positive(values['slice-ms'] ?? sizes['slice-ms'], '--slice-ms'),
    syncMs: positive(values['sync-ms'] ?? sizes['sync-ms'], '--sync-ms'),
  }
}

function oneOf<Name extends string>(given: string, known: readonly Name[], what: string): Name {
  const found = known.find((name) => name === given)
  if (found === undefined) throw new Error(`There is no ${what} "${given}": ${known.join(', ')}.`)
  return found
}

const positives = (text: string, option: string) => text.split(',').map((one) => positive(one, option)) as [number, ...number[]]

function positive(text: string, option: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1 on, not "${text}".`)
  return value
}
