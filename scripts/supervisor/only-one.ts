// One supervisor for a data folder: a second one would stop the first one's database.
import fs from 'node:fs'
import path from 'node:path'

/** Claims `dataDir` for this process. Throws a readable error while another supervisor holds it. */
export function claimDataDir(dataDir: string): void {
  const file = path.join(dataDir, 'supervisor.pid')
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(fs.readFileSync(file, 'utf8'))
      if (isSupervisor(holder)) throw new Error(`The product already runs on "${dataDir}" (process ${holder}). Stop that one, or set another DATA_DIR.`)
      fs.rmSync(file, { force: true })
    }
  }
  process.once('exit', () => fs.rmSync(file, { force: true }))
}

function isSupervisor(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  // The number may belong to another program by now.
  if (process.platform !== 'linux') return true
  return fs.existsSync(`/proc/${pid}/cmdline`) && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('supervisor')
}
