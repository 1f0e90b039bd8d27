// On Milvus the same key may live in two partitions; on Milvus Lite a key is unique in its collection. Whether
// one does cannot be told while writes go on, so a partitioned collection does not move to such a target.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { listPartitions } from '../milvus/catalog.ts'
import { called, type Check } from './check.ts'

export const checkPartitions: Check = async ({ source, sourceCapabilities, targetCapabilities, shapes, targetName }) => {
  if (sourceCapabilities.globalKeys || !targetCapabilities.globalKeys) return []
  const findings: Finding[] = []
  for (const shape of shapes) {
    if (shape.hasPartitionKey || (await listPartitions(source, shape)).length <= 1) continue
    findings.push({
      check: 'partitions',
      severity: 'blocker',
      message: `${called(shape)} has partitions, and in ${targetName} a primary key is unique in the whole collection: entities with the same key in two partitions would be lost.`,
      remedy: 'Choose a Milvus server as the target.',
    })
  }
  return findings
}
