// npm run bench: starts real servers, measures, prints one table for each benchmark, keeps all values as JSON.
import path from 'node:path'
import type { Benchmark } from './benchmark.ts'
import { copy } from './copy.ts'
import { cutover } from './cutover.ts'
import { gateway } from './gateway.ts'
import { describeMachine, machineLine, saveResults } from './machine.ts'
import { startPair } from './servers.ts'
import { parseSettings, USAGE, type BenchmarkName, type Settings } from './settings.ts'
import { sync } from './sync.ts'
import { printTable } from './table.ts'

const BENCHMARKS: Record<BenchmarkName, Benchmark> = { copy, gateway, sync, cutover }

async function main(settings: Settings): Promise<void> {
  const startedAt = new Date()
  const machine = describeMachine()
  console.log(`${machineLine(machine)}\nmedian (least–most) of ${settings.runs} runs\n`)
  const tables = new Map(settings.names.map((name) => [name, BENCHMARKS[name].table(settings)]))
  const servers: string[] = []
  for (const engine of settings.engines) {
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
  for (const table of tables.values()) console.log(`\n${printTable(table)}`)
  const loadAtEnd = describeMachine().load
  const file = await saveResults({ startedAt, machine, loadAtEnd, servers, settings, tables: [...tables.values()] }, startedAt)
  console.log(`\n${servers.join(', ')}; load at the end ${loadAtEnd.join(' ')}; all values: ${path.relative(process.cwd(), file)}`)
}

let settings: Settings | undefined
try {
  settings = parseSettings(process.argv.slice(2))
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 2
}
if (settings) await main(settings)
