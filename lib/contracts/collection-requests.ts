// What the browser sends about collections and entities: the inputs of the server actions in
// app/actions/collections.ts.
import { z } from 'zod'

export const LOADS_AT_ONCE = 20
export const MOST_ROWS = 1_000
const MOST_EXPRESSION = 16_384
const MOST_VECTOR_TEXT = 1_000_000

const Place = z.object({ database: z.string().max(255), name: z.string().min(1).max(255) })

/** loadCollections, releaseCollections */
export const LoadsRequest = z.object({
  clusterId: z.string(),
  collections: z.array(Place).min(1).max(LOADS_AT_ONCE, `At most ${LOADS_AT_ONCE} collections at once.`),
})

const OfCollection = z.object({ clusterId: z.string(), database: z.string().max(255), collection: z.string().min(1).max(255) })

const Filter = z.string().max(MOST_EXPRESSION, 'This expression is too long.').default('')
const Limit = z
  .number('Enter a whole number.')
  .int('Enter a whole number.')
  .min(1, `Enter a number from 1 to ${MOST_ROWS}.`)
  .max(MOST_ROWS, `Enter a number from 1 to ${MOST_ROWS}.`)
  .default(100)
const OutputFields = z.array(z.string().min(1).max(255)).max(64).default([])

/** queryCollection, compareCollection. No output fields means all of them. */
export const QueryRequest = OfCollection.extend({ filter: Filter, outputFields: OutputFields, partition: z.string().max(255).default(''), limit: Limit })

/** searchCollection */
export const SearchRequest = QueryRequest.extend({
  vectorField: z.string().min(1, 'Choose a vector field.'),
  /** JSON: numbers, or of a sparse vector an object of index and weight; text where a function makes the vector. */
  vector: z.string().max(MOST_VECTOR_TEXT, 'This vector is too long.').default(''),
  /** The key of the entity whose vector is searched for, instead of `vector`. */
  vectorOfKey: z.string().max(65_535).default(''),
  /** Empty: that of the index. */
  metric: z.string().max(32).default(''),
  limit: Limit.default(10),
})

/** readEntity */
export const EntityRequest = OfCollection.extend({ key: z.string().max(65_535) })
