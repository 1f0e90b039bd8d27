// Whether the data has room where it goes. Of an embedded target this machine's memory and disk can be told, and of any
// migration the disk of its journal; what a registered server has left it does not say.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { bytesOfEntity } from './bytes-of-entity.ts'
import type { Check } from './check.ts'

const GIB = 1024 ** 3
/** Of a registered target only large data is worth a word. */
const WORTH_A_WORD = 10 * GIB
/** The journal keeps the keys of writes that are not applied yet; below this a busy day may fill the disk. */
const LEAST_JOURNAL_ROOM = GIB
/** A server needs more than the bytes of its entities: write-ahead log, segments beside their compaction, indexes. */
const OVERHEAD = 2

export const checkSize: Check = async ({ collections, targetIsEmbedded, targetName, room }) => {
  let least = 0
  let about = 0
  for (const { shape, entities } of collections) {
    const one = bytesOfEntity(shape.schemaBytes)
    least += one.least * entities
    about += one.about * entities
  }
  const { memory, disk } = await room()
  const findings: Finding[] = []
  if (disk !== undefined && disk < LEAST_JOURNAL_ROOM)
    findings.push({
      check: 'journal-room',
      severity: 'warning',
      message: `The disk that takes the journal has ${sizeOf(disk)} left. A migration whose journal cannot be written fails; the source goes on.`,
      remedy: 'Free space in the folder of DATA_DIR, or move it to a larger disk, before you start.',
    })
  if (!targetIsEmbedded) return about > WORTH_A_WORD ? [...findings, unknownRoom(about, targetName)] : findings
  if (disk !== undefined && least > disk)
    findings.push({
      check: 'size',
      severity: 'blocker',
      message: `The source holds at least ${sizeOf(least)} of data, and the disk that ${targetName} would write to has ${sizeOf(disk)} left.`,
      remedy: 'Free space in the folder of DATA_DIR, or choose a target elsewhere.',
    })
  else if (disk !== undefined && about * OVERHEAD > disk)
    findings.push({
      check: 'size',
      severity: 'warning',
      message: `The source holds about ${sizeOf(about)} of data; with its write-ahead log and compaction that may not fit in the ${sizeOf(disk)} that the disk of ${targetName} has left.`,
      remedy: 'Free space in the folder of DATA_DIR, or choose a target elsewhere.',
    })
  if (about > memory)
    findings.push({
      check: 'size',
      severity: 'warning',
      message: `The source holds about ${sizeOf(about)} of data, and this machine has ${sizeOf(memory)} of memory left. ${targetName} keeps loaded collections in memory.`,
      remedy: 'Choose a target on a larger machine, or load only some of the collections after the switch.',
    })
  return findings
}

function unknownRoom(about: number, targetName: string): Finding {
  return {
    check: 'size',
    severity: 'warning',
    message: `The source holds about ${sizeOf(about)} of data. Whether ${targetName} has room for it cannot be asked.`,
    remedy: 'Compare with the memory, the disk and the quotas of the target before you start.',
  }
}

export function sizeOf(bytes: number): string {
  if (bytes >= GIB) return `${(bytes / GIB).toFixed(1)} GiB`
  return `${Math.ceil(bytes / 1024 ** 2)} MiB`
}
