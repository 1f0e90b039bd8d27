// How much Milvus takes of what a catalogue is made of. The numbers are the servers' defaults; an operator may have
// changed them, so only what no setting can change is a blocker.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { isAtLeast } from '../milvus/engines.ts'
import { called, type Check } from './check.ts'

/** rootCoord.maxDatabaseNum, quotaAndLimits.limits.maxCollectionNum, rootCoord.maxPartitionNum, proxy.maxVectorFieldNum. */
const MOST_DATABASES = 64
const MOST_COLLECTIONS = 65_536
const MOST_PARTITIONS = 1_024
const MOST_VECTORS = 4
/** Before it, a collection has one vector field. */
const SEVERAL_VECTORS_FROM = '2.4.0'

export const checkLimits: Check = ({ databases, collections, targetEngine, targetName }) => {
  if (targetEngine.kind === 'lite') return Promise.resolve([])
  const findings: Finding[] = []
  const warn = (message: string, setting: string) =>
    findings.push({ check: 'limits', severity: 'warning', message, remedy: `Raise the setting ${setting} on the target before the migration, or drop what is not needed.` })
  if (databases.length > MOST_DATABASES) warn(`The source has ${databases.length} databases; by default ${targetName} takes ${MOST_DATABASES}.`, 'rootCoord.maxDatabaseNum')
  if (collections.length > MOST_COLLECTIONS) warn(`The source has ${collections.length} collections; by default ${targetName} takes ${MOST_COLLECTIONS}.`, 'quotaAndLimits.limits.maxCollectionNum')
  for (const { shape } of collections) {
    if (shape.numPartitions > MOST_PARTITIONS) warn(`${called(shape)} has ${shape.numPartitions} partitions; by default ${targetName} takes ${MOST_PARTITIONS}.`, 'rootCoord.maxPartitionNum')
    const vectors = shape.vectors.length
    if (vectors > 1 && !isAtLeast(targetEngine.version, SEVERAL_VECTORS_FROM))
      findings.push({
        check: 'limits',
        severity: 'blocker',
        message: `${called(shape)} has ${vectors} vector fields, and ${targetName} takes one a collection.`,
        remedy: `Choose a target of version ${SEVERAL_VECTORS_FROM} or newer, or drop the collection on the source.`,
      })
    else if (vectors > MOST_VECTORS) warn(`${called(shape)} has ${vectors} vector fields; by default ${targetName} takes ${MOST_VECTORS}.`, 'proxy.maxVectorFieldNum')
  }
  return Promise.resolve(findings)
}
