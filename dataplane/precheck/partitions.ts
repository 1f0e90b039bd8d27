// On Milvus the same key may live in two partitions; on Milvus Lite a key is unique in its collection. Whether
// one does cannot be told while writes go on, so a partitioned collection does not move to such a target.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { listPartitions } from '../milvus/catalog.ts'
import { called, type Check } from './check.ts'

const ASKED_AT_A_TIME = 16

export const checkPartitions: Check = async ({ source, sourceCapabilities, targetCapabilities, collections, targetName }) => {
  if (sourceCapabilities.globalKeys || !targetCapabilities.globalKeys) return []
  const findings: Finding[] = []
  const candidates = collections.filter(({ shape }) => !shape.hasPartitionKey)
  await sideBySide(candidates, ASKED_AT_A_TIME, async ({ shape }) => {
    if ((await listPartitions(source, shape)).length <= 1) return
    findings.push({
      check: 'partitions',
      severity: 'blocker',
      message: `${called(shape)} has partitions, and in ${targetName} a primary key is unique in the whole collection: entities with the same key in two partitions would be lost.`,
      remedy: 'Choose a Milvus server as the target.',
    })
  })
  return findings
}
