// The target takes everything over: it must hold nothing of its own.
import { listCollections, listDatabases } from '../milvus/catalog.ts'
import type { Check } from './check.ts'

export const checkEmptyTarget: Check = async ({ target, targetName }) => {
  if (!target) return []
  const found: string[] = []
  for (const database of await listDatabases(target)) for (const name of await listCollections(target, database)) found.push(`${database}/${name}`)
  if (found.length === 0) return []
  return [
    {
      check: 'empty-target',
      severity: 'blocker',
      message: `${targetName} already holds ${found.length} collections, for example "${found[0]}".`,
      remedy: 'Choose a new cluster as the target.',
    },
  ]
}
