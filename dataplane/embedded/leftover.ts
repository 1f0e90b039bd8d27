// Knows which process serves a cluster's folder, across a restart of the data plane. A server ends by itself when its
// parent is gone; here the next data plane makes sure of it before it opens the folder again, because a server that
// lives on could still carry out writes.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const RECORD = 'server.pid'
const GRACE_MS = 2_000
const POLL_MS = 50

/** Notes the process that serves `folder`. */
export const recordServer = (folder: string, pid: number): Promise<void> =>
  fs.writeFile(path.join(folder, RECORD), String(pid))

/** Forgets it once it has ended. */
export const forgetServer = (folder: string): Promise<void> => fs.rm(path.join(folder, RECORD), { force: true })

/**
 * Resolves when no earlier server of `folder` is left: waits shortly for it to end by itself, then ends it. A process
 * that merely got the same number is left alone.
 */
export async function endLeftover(folder: string, dataDir: string): Promise<void> {
  const pid = Number(await fs.readFile(path.join(folder, RECORD), 'utf8').catch(() => ''))
  if (!Number.isInteger(pid) || pid <= 1) return
  const deadline = Date.now() + GRACE_MS
  while (await isServerOf(pid, dataDir)) {
    if (Date.now() >= deadline) signalIfThere(pid)
    await sleep(POLL_MS)
  }
  await forgetServer(folder)
}

function signalIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function isServerOf(pid: number, dataDir: string): Promise<boolean> {
  const line = await commandLine(pid)
  return line.includes('lite_server.py') && line.includes(dataDir)
}

/** Empty where there is no such process; a zombie counts as none. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux')
    return (await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
  return new Promise((resolve) =>
    execFile('ps', ['-ww', '-o', 'command=', '-p', String(pid)], (error, stdout) => resolve(error ? '' : stdout)),
  )
}
