// Milvus loads no collection of which a vector field has no index, and what is not loaded cannot be read.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { listIndexes } from '../milvus/catalog.ts'
import { called, named, type Check } from './check.ts'

const ASKED_AT_A_TIME = 16

export const checkVectorIndex: Check = async ({ source, sourceCapabilities, collections }) => {
  if (sourceCapabilities.loadsWithoutIndex) return []
  const findings: Finding[] = []
  // An empty collection has nothing to read; its schema is copied all the same.
  const candidates = collections.filter(({ shape, loaded, entities }) => !loaded && entities > 0 && shape.vectors.length > 0)
  await sideBySide(candidates, ASKED_AT_A_TIME, async ({ shape }) => {
    const indexed = new Set((await listIndexes(source, shape)).map(({ field }) => field))
    const missing = shape.vectors.map(({ name }) => name).filter((name) => !indexed.has(name))
    if (missing.length === 0) return
    findings.push({
      check: 'vector-index',
      severity: 'blocker',
      message: `${called(shape)} is not loaded and cannot be: its vector field ${named(missing)} has no index. What is not loaded cannot be read.`,
      remedy: 'Create an index on the field on the source cluster (AUTOINDEX will do), or drop the collection.',
    })
  })
  return findings
}
