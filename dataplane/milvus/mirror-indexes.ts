// The indexes of a collection's counterpart on another server, by the migration's choice. Every step looks first, so
// that it can be repeated.
import type { IndexChoice } from '../../lib/migration/index-choice.ts'
import { createIndex, dropIndex, listIndexes, releaseCollection, type IndexFacts } from './catalog.ts'
import type { CollectionShape, VectorField } from './schema.ts'
import { isRefusal, type MilvusServer } from './server.ts'

export type IndexPlan = {
  choice: IndexChoice
  /** Called with a sentence when the target does not take a definition of the source. */
  onRefused: (sentence: string) => void
}

/** Where the source has no index on a vector field, the target still needs one to be read. */
const SPARSE = 104
const DEFAULT_METRICS: Record<number, string> = { 100: 'HAMMING', [SPARSE]: 'IP' }
const DEFAULT_METRIC = 'COSINE'
/** What AUTOINDEX stands for on Milvus; Lite has no AUTOINDEX for sparse vectors. */
const AUTO_TYPES: Record<number, string> = { [SPARSE]: 'SPARSE_INVERTED_INDEX' }

/** Gives the target's collection the indexes it should have; it may be released for that. */
export async function mirrorIndexes(source: MilvusServer, target: MilvusServer, shape: CollectionShape, plan: IndexPlan): Promise<void> {
  const [wanted, present] = [await listIndexes(source, shape), await listIndexes(target, shape)]
  const vectors = new Map(shape.vectors.map((field) => [field.name, field]))
  if (plan.choice === 'source') await mirrorScalarIndexes(target, shape, { wanted, present, vectors, plan })
  for (const field of shape.vectors) {
    const onSource = wanted.find((index) => index.field === field.name)
    const onTarget = present.find((index) => index.field === field.name)
    if (plan.choice === 'auto' || !onSource) await giveAutoIndex(target, shape, field, onSource, onTarget)
    else if (!onTarget || !isSame(onTarget, onSource)) await giveSourceIndex(target, shape, { field, onSource, onTarget, plan })
  }
}

async function giveAutoIndex(target: MilvusServer, shape: CollectionShape, field: VectorField, onSource: IndexFacts | undefined, onTarget: IndexFacts | undefined): Promise<void> {
  const metric = onSource?.params.metric_type ?? defaultMetric(field)
  if (onTarget?.params.metric_type === metric || (onTarget && !onSource?.params.metric_type)) return
  if (onTarget) await takeAway(target, shape, onTarget)
  await createIndex(target, shape, { field: field.name, name: '', params: { index_type: AUTO_TYPES[field.type] ?? 'AUTOINDEX', metric_type: metric } })
}

function defaultMetric(field: VectorField): string {
  return field.computed && field.type === SPARSE ? 'BM25' : (DEFAULT_METRICS[field.type] ?? DEFAULT_METRIC)
}

type VectorPair = { field: VectorField; onSource: IndexFacts; onTarget: IndexFacts | undefined; plan: IndexPlan }

async function giveSourceIndex(target: MilvusServer, shape: CollectionShape, { field, onSource, onTarget, plan }: VectorPair): Promise<void> {
  if (onTarget) await takeAway(target, shape, onTarget)
  try {
    await createIndex(target, shape, onSource)
  } catch (error) {
    if (!isRefusal(error)) throw error
    plan.onRefused(`The target cluster did not take the index "${onSource.name}" (${onSource.params.index_type}) of collection "${shape.name}": ${String(error.details.reason)}. It has AUTOINDEX instead.`)
    await giveAutoIndex(target, shape, field, onSource, undefined)
  }
}

type Scalars = { wanted: IndexFacts[]; present: IndexFacts[]; vectors: ReadonlyMap<string, VectorField>; plan: IndexPlan }

async function mirrorScalarIndexes(target: MilvusServer, shape: CollectionShape, { wanted, present, vectors, plan }: Scalars): Promise<void> {
  const onSource = wanted.filter(({ field }) => !vectors.has(field))
  for (const index of present)
    if (!vectors.has(index.field) && !onSource.some((one) => isSame(one, index))) await takeAway(target, shape, index)
  for (const index of onSource) {
    if (present.some((one) => isSame(one, index))) continue
    try {
      await createIndex(target, shape, index)
    } catch (error) {
      if (!isRefusal(error)) throw error
      plan.onRefused(`The target cluster did not take the index "${index.name}" on field "${index.field}" of collection "${shape.name}": ${String(error.details.reason)}.`)
    }
  }
}

/** An index cannot be dropped while its collection is loaded; whoever mirrors indexes loads it afterwards. */
async function takeAway(target: MilvusServer, shape: CollectionShape, index: IndexFacts): Promise<void> {
  await releaseCollection(target, shape)
  await dropIndex(target, shape, index)
}

/** By what defines an index; its name does not, because Milvus Lite names a scalar index after its field. */
function isSame(a: IndexFacts, b: IndexFacts): boolean {
  return a.field === b.field && a.params.index_type === b.params.index_type && a.params.metric_type === b.params.metric_type && settings(a) === settings(b)
}

/** What was asked for when the index was built, in one order: under `params` as JSON, or flat beside the type. */
function settings({ params }: IndexFacts): string {
  const { index_type: _type, metric_type: _metric, params: nested, ...flat } = params
  const all = { ...flat, ...(nested ? (JSON.parse(nested) as Record<string, unknown>) : {}) }
  return JSON.stringify(Object.entries(all).map(([key, value]) => [key, String(value)]).sort())
}
