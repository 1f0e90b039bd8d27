// One look at everything the source holds, which all checks share: so many calls a collection, some collections at a
// time, and within a bounded time.
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { estimateEntities, findCollection, isLoaded, listCollections, listDatabases } from '../milvus/catalog.ts'
import { isRefusal, type MilvusServer } from '../milvus/server.ts'
import type { SurveyedCollection } from './check.ts'

export type Survey = {
  databases: string[]
  collections: SurveyedCollection[]
  /** Collections for which there was no time. */
  missed: number
}

const ASKED_AT_A_TIME = 16

/** Looks until `until` (epoch ms) has passed; what is left then is counted as missed. */
export async function surveySource(source: MilvusServer, until: number): Promise<Survey> {
  const databases = await listDatabases(source)
  const names: { database: string; name: string }[] = []
  for (const database of databases) for (const name of await listCollections(source, database)) names.push({ database, name })
  const collections: SurveyedCollection[] = []
  let missed = 0
  await sideBySide(names, ASKED_AT_A_TIME, async (at) => {
    if (Date.now() > until) return void missed++
    const found = await lookAt(source, at)
    if (found) collections.push(found)
  })
  collections.sort((a, b) => compare(a.shape.database, b.shape.database) || compare(a.shape.name, b.shape.name))
  return { databases, collections, missed }
}

async function lookAt(source: MilvusServer, at: { database: string; name: string }): Promise<SurveyedCollection | undefined> {
  const shape = await findCollection(source, at)
  if (!shape) return undefined
  try {
    const [entities, loaded] = await Promise.all([estimateEntities(source, shape), isLoaded(source, shape)])
    return { shape, entities, loaded }
  } catch (error) {
    // Dropped since it was described.
    if (isRefusal(error) && !(await findCollection(source, at))) return undefined
    throw error
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
