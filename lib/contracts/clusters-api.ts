// What the browser gets of clusters beside console-api.ts: a page of the list.
import * as z from 'zod/mini'
import { Cluster } from './console-api.ts'

/** GET /api/projects/:id/clusters — the query is cluster-list-query.ts. */
export const ClusterPage = z.object({
  /** At most `CLUSTERS_PER_PAGE`. */
  clusters: z.array(Cluster),
  /** How many match, on all pages. */
  total: z.int(),
  /** The page that this is: the last one where a later one was asked for. */
  page: z.int(),
  /** True while the project has no cluster at all. */
  empty: z.boolean(),
})
export type ClusterPage = z.infer<typeof ClusterPage>
