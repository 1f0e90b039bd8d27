// Runs every check before a migration starts. It looks and changes nothing.
import type { Finding, PrecheckResult } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import { estimateEntities, findCollection, listCollections, listDatabases } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'
import { checkAutoId } from './auto-id.ts'
import type { Check, CheckInput } from './check.ts'
import { checkDataTypes } from './data-types.ts'
import { checkEmptyTarget } from './empty-target.ts'
import { checkPartitions } from './partitions.ts'
import { checkRegisteredLite } from './registered-lite.ts'
import { checkUnloaded } from './unloaded.ts'

const CHECKS: readonly Check[] = [checkAutoId, checkDataTypes, checkEmptyTarget, checkPartitions, checkRegisteredLite, checkUnloaded]

/** All findings, blockers first. Rejects where a cluster cannot be reached. */
export async function runChecks(input: Omit<CheckInput, 'shapes'>): Promise<PrecheckResult> {
  const { databases, shapes } = await readShapes(input.source)
  const findings: Finding[] = []
  for (const check of CHECKS) findings.push(...(await check({ ...input, shapes })))
  findings.sort((a, b) => a.severity.localeCompare(b.severity))
  const entities = await Promise.all(shapes.map((shape) => estimateEntities(input.source, shape)))
  return { findings, databases, collections: shapes.length, entities: entities.reduce((sum, count) => sum + count, 0) }
}

/** Throws `migration.blocked` with the blockers' sentences, if there are any. */
export function requireNoBlockers(result: PrecheckResult): void {
  const blockers = result.findings.filter((finding) => finding.severity === 'blocker')
  if (blockers.length === 0) return
  const text = blockers.slice(0, 3).map((finding) => `${finding.message} ${finding.remedy}`).join(' ')
  const more = blockers.length > 3 ? ` There are ${blockers.length - 3} more findings.` : ''
  throw new AppError('migration.blocked', text + more)
}

async function readShapes(source: MilvusServer): Promise<{ databases: number; shapes: CollectionShape[] }> {
  const shapes: CollectionShape[] = []
  const databases = await listDatabases(source)
  for (const database of databases)
    for (const name of await listCollections(source, database)) {
      const shape = await findCollection(source, { database, name })
      if (shape) shapes.push(shape)
    }
  return { databases: databases.length, shapes }
}
