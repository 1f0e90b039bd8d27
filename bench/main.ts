// npm run bench: starts real servers, measures, prints one table for each benchmark, keeps all values as JSON.
import path from 'node:path'
import type { Benchmark } from './benchmark.ts'
import { collections } from './collections.ts'
import { consoleTable, measureConsole } from './console.ts'
import { copy } from './copy.ts'
import { cutover } from './cutover.ts'
import { gateway } from './gateway.ts'
import { describeMachine, machineLine, saveResults } from './machine.ts'
import { startPair } from './servers.ts'
import { parseSettings, PAIR_BENCHMARK_NAMES, USAGE, type EngineKind, type PairBenchmarkName, type Settings } from './settings.ts'
import { sync } from './sync.ts'
import { printTable, type Table } from './table.ts'
import { verify } from './verify.ts'

const BENCHMARKS: Record<PairBenchmarkName, Benchmark> = { copy, collections, gateway, sync, cutover, verify }

async function main(settings: Settings): Promise<void> {
  const startedAt = new Date()
  const machine = describeMachine()
  console.log(`${machineLine(machine)}\nmedian (least–most) of ${settings.runs} runs\n`)
  const pairs = PAIR_BENCHMARK_NAMES.filter((name) => settings.names.includes(name))
  const tables = new Map(pairs.map((name) => [name, BENCHMARKS[name].table(settings)]))
  const answers = settings.names.includes('console') ? consoleTable() : undefined
  const servers: string[] = []
  const problems: string[] = []
  // What was measured is shown, whatever happens to the rest.
  if (answers) await measureConsole(answers).catch((error: Error) => problems.push(`console: ${error.stack}`))
  if (pairs.length > 0) for (const engine of settings.engines) await measureAll(engine, settings, tables, servers).catch((error: Error) => problems.push(`${engine}: ${error.stack}`))
  const shown = [...(answers ? [answers] : []), ...tables.values()]
  for (const table of shown) console.log(`\n${printTable(table)}`)
  const loadAtEnd = describeMachine().load
  const file = await saveResults({ startedAt, machine, loadAtEnd, servers, settings, problems, tables: shown }, startedAt)
  console.log(`\n${servers.length > 0 ? `${servers.join(', ')}; ` : ''}load at the end ${loadAtEnd.join(' ')}; all values: ${path.relative(process.cwd(), file)}`)
  for (const problem of problems) console.error(`\nended early, ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}

async function measureAll(engine: EngineKind, settings: Settings, tables: ReadonlyMap<PairBenchmarkName, Table>, servers: string[]): Promise<void> {
  const pair = await startPair(engine)
  servers.push(pair.label)
  try {
    for (const [name, table] of tables) {
      const begin = Date.now()
      await BENCHMARKS[name].measure(pair, settings, table)
      console.error(`${name} with ${pair.label}: ${Math.round((Date.now() - begin) / 1000)} s`)
    }
  } finally {
    await pair.stop()
  }
}

let settings: Settings | undefined
try {
  settings = parseSettings(process.argv.slice(2))
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 2
}
if (settings) await main(settings)
