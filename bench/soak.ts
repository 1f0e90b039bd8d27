// npm run soak: one long migration under every kind of write, with a cutover at its end; prints a table, keeps the
// samples as JSON and plots them. Ends with 1 where the judge finds anything.
import fs from 'node:fs/promises'
import path from 'node:path'
import { describeMachine, machineLine, saveResults } from './machine.ts'
import { startPair } from './servers.ts'
import { plotSoak } from './soak-plot.ts'
import { flawsOf, soak } from './soak-run.ts'
import { summaryOf } from './soak-samples.ts'
import { parseSoakSettings, SOAK_USAGE, type SoakSettings } from './soak-settings.ts'
import { printTable } from './table.ts'

async function main(settings: SoakSettings): Promise<void> {
  const startedAt = new Date()
  const machine = describeMachine()
  console.log(machineLine(machine))
  const pair = await startPair(settings.engine)
  try {
    const { samples, ...result } = await soak(pair, settings)
    const title = `${settings.forMs / 60_000} min on ${pair.label}, ${settings.rate} writes/s asked for`
    const loadAtEnd = describeMachine().load
    const table = summaryOf(samples)
    const file = await saveResults({ startedAt, machine, loadAtEnd, server: pair.label, settings, table, ...result, samples }, startedAt, 'soak-')
    const plot = file.replace(/json$/, 'svg')
    await fs.writeFile(plot, plotSoak(title, samples, result.marks))
    const { clusters, ...written } = result.judgement
    const flaws = flawsOf(result)
    console.log(`\n${title}; load at the end ${loadAtEnd.join(' ')}\n${printTable(table)}`)
    console.log(`writes ${JSON.stringify(written)}, restarts ${result.restarts}, held at the cutover ${result.heldMs} ms`)
    console.log(`own verification before the stop: ${result.verdict ?? 'none that had ended'}; judge: ${JSON.stringify(clusters.target)}; copied ${JSON.stringify(result.filled)}`)
    console.log(`${path.relative(process.cwd(), file)} and ${path.basename(plot)}`)
    if (flaws > 0) {
      console.error(`\n${flaws} entities are not what they must be`)
      process.exitCode = 1
    }
  } finally {
    await pair.stop()
  }
}

let settings: SoakSettings | undefined
try {
  settings = parseSoakSettings(process.argv.slice(2))
} catch (error) {
  console.error(`${(error as Error).message}\n\n${SOAK_USAGE}`)
  process.exitCode = 2
}
if (settings) await main(settings)
