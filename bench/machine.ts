// The machine and the versions that a result belongs to.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

export type Machine = { cpu: string; cores: number; memoryGiB: number; system: string; node: string; load: number[] }

export function describeMachine(): Machine {
  const cpus = os.cpus()
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    load: os.loadavg().map((load) => Math.round(load * 100) / 100),
  }
}

export function machineLine(machine: Machine): string {
  return `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, load ${machine.load.join(' ')}`
}

/** Writes the results beside the harness; returns the file. Those of other programs than the benchmarks have a prefix. */
export async function saveResults(results: unknown, startedAt: Date, prefix = ''): Promise<string> {
  const file = path.join(import.meta.dirname, 'results', `${prefix}${startedAt.toISOString().replaceAll(':', '-').slice(0, 19)}.json`)
  await fs.writeFile(file, JSON.stringify(results, null, 2) + '\n')
  return file
}
