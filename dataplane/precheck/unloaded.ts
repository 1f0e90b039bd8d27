// A collection that is not loaded cannot be read: it is loaded for the migration and released afterwards.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { isLoaded } from '../milvus/catalog.ts'
import { called, type Check } from './check.ts'

export const checkUnloaded: Check = async ({ source, shapes }) => {
  const findings: Finding[] = []
  for (const shape of shapes) {
    if (await isLoaded(source, shape)) continue
    findings.push({
      check: 'unloaded',
      severity: 'warning',
      message: `${called(shape)} is not loaded on the source cluster.`,
      remedy: 'Nothing to do: it is loaded for the migration and released afterwards. The source needs the memory meanwhile.',
    })
  }
  return findings
}
