// What the data plane measures of a cluster, kept for the last hour in its memory. Times are epoch milliseconds.
import * as z from 'zod/mini'

export const METRICS_EVERY_MS = 10_000
export const METRICS_KEPT_MS = 60 * 60_000

/** What passed the cluster's endpoint in `METRICS_EVERY_MS` from `at` on. */
export const EndpointSample = z.object({
  at: z.number(),
  calls: z.int(),
  /** Calls that the gateway refused or that ended without an answer; a refusal inside Milvus' answer is not among them. */
  errors: z.int(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  /** From the call's arrival to the end of its answer; null without such a call. */
  readP50Ms: z.nullable(z.number()),
  readP99Ms: z.nullable(z.number()),
  writeP50Ms: z.nullable(z.number()),
  writeP99Ms: z.nullable(z.number()),
})
export type EndpointSample = z.infer<typeof EndpointSample>

/** A time in which nothing passed. */
export const EMPTY_SAMPLE: Omit<EndpointSample, 'at'> = {
  calls: 0,
  errors: 0,
  bytesIn: 0,
  bytesOut: 0,
  readP50Ms: null,
  readP99Ms: null,
  writeP50Ms: null,
  writeP99Ms: null,
}

/** What the cluster held at one time, by its own statistics: deleted entities may be counted for a while. */
export const ContentsSample = z.object({
  at: z.number(),
  entities: z.int(),
  collections: z.int(),
  loaded: z.int(),
})
export type ContentsSample = z.infer<typeof ContentsSample>

/** GET /v1/clusters/:id/metrics — both lists oldest first, of the last hour at most. */
export const ClusterMetrics = z.object({ endpoint: z.array(EndpointSample), contents: z.array(ContentsSample) })
export type ClusterMetrics = z.infer<typeof ClusterMetrics>
