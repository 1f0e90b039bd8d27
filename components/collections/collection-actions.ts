import type { z } from 'zod'
import type * as requests from '@/lib/contracts/collection-requests'
import type { ComparedRows, LoadOutcome, LoadStateOf, RowSet, WholeEntity } from '@/lib/contracts/collections-api'
import type { ActionResult } from '@/lib/contracts/console-requests'

type Loads = z.input<typeof requests.LoadsRequest>
export type QueryInput = z.input<typeof requests.QueryRequest>
export type SearchInput = z.input<typeof requests.SearchRequest>

/** What the pages hand in: a feature never reaches into the routes for its actions. */
export type CollectionActions = {
  loadCollections: (input: Loads) => Promise<ActionResult<{ outcomes: LoadOutcome[] }>>
  releaseCollections: (input: Loads) => Promise<ActionResult<{ outcomes: LoadOutcome[] }>>
  readLoadStates: (input: Loads) => Promise<ActionResult<{ states: LoadStateOf[] }>>
  queryCollection: (input: QueryInput) => Promise<ActionResult<RowSet>>
  searchCollection: (input: SearchInput) => Promise<ActionResult<RowSet>>
  compareCollection: (input: QueryInput) => Promise<ActionResult<ComparedRows>>
  readEntity: (input: z.input<typeof requests.EntityRequest>) => Promise<ActionResult<WholeEntity>>
}
