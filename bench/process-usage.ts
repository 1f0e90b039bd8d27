// What a process has used, from Linux' /proc. Elsewhere the figures are NaN and the tables say so.
import fs from 'node:fs/promises'

/** USER_HZ, which Linux fixes at 100 for what it shows to programs. */
const TICKS_PER_S = 100
const MIB = 1024 * 1024

export type Usage = { cpuS: number; peakMiB: number }

/** CPU time since its start (user and system) and the peak of its resident memory. */
export async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all(['stat', 'status'].map((name) => fs.readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')))
  // The second field is the command in brackets and may hold blanks: utime and stime are fields 14 and 15.
  const fields = stat!.slice(stat!.lastIndexOf(')') + 2).split(' ')
  const peakKiB = /VmHWM:\s+(\d+) kB/.exec(status!)?.[1]
  return { cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S, peakMiB: (Number(peakKiB) * 1024) / MIB }
}

/** Resident memory now; NaN where there is no such process. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / MIB
}
