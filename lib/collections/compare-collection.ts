// The same query on both sides of a completed migration, so that a person can look before the source is deleted.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { z } from 'zod'
import { visitCluster } from '../clusters/milvus-session.ts'
import type { QueryRequest } from '../contracts/collection-requests.ts'
import type { ComparedRows } from '../contracts/collections-api.ts'
import { AppError } from '../errors/app-error.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireClusterPermission } from '../permissions/access.ts'
import type { SideRows } from './compare-columns.ts'
import { compareSides, sideRowsOf, unmatched } from './compare-columns.ts'
import { keysExpression } from './key-expression.ts'
import { sourceOf } from './loaded-on-source.ts'
import type { RawColumn } from './cells.ts'
import { describe, keyFieldOf, queryRows } from './read-rows.ts'

type Request = z.infer<typeof QueryRequest>
type Reader = (keys: readonly string[]) => Promise<RawColumn[]>
type Cluster = Parameters<typeof visitCluster>[0]

/** Reads by the query, then by whichever keys the other side has and this reading has not. */
async function onSide<T>(cluster: Cluster, request: Request, use: (rows: RawColumn[], more: Reader) => Promise<T>): Promise<T> {
  return visitCluster(cluster, async (client: MilvusClient) => {
    const key = keyFieldOf(await describe(client, request))
    // A partition may hold the key on one side only: by key all of them are asked.
    const byKeys: Reader = (keys) =>
      keys.length === 0
        ? Promise.resolve([])
        : queryRows(client, request, key, { ...request, partition: '', filter: keysExpression(key, keys), limit: keys.length })
    return use(await queryRows(client, request, key, request), byKeys)
  })
}

/**
 * Without an order two servers give different rows of many. So each side is asked for the keys that only the other
 * one gave, before a row counts as missing. Throws request.invalid where there is no source to compare with.
 */
export async function compareCollection(user: SessionUser, request: Request): Promise<ComparedRows> {
  const begin = performance.now()
  const { cluster: target } = await requireClusterPermission(user, 'collection.query', request.clusterId)
  const sourceId = await sourceOf(target.id)
  if (sourceId === null) throw new AppError('request.invalid', `The source of cluster "${target.name}" does not exist any more.`)
  const { cluster: source } = await requireClusterPermission(user, 'collection.query', sourceId)
  return onSide(source, request, (sourceRows, moreOfSource) =>
    onSide(target, request, async (targetRows, moreOfTarget) => {
      const lacking = unmatched(sideRowsOf([sourceRows]), sideRowsOf([targetRows]))
      const [fromSource, fromTarget] = await Promise.all([moreOfSource(lacking.onSource), moreOfTarget(lacking.onTarget)])
      const sides: [SideRows, SideRows] = [sideRowsOf([sourceRows, fromSource]), sideRowsOf([targetRows, fromTarget])]
      return { ...compareSides(...sides), sourceName: source.name, targetName: target.name, tookMs: Math.round(performance.now() - begin) }
    }),
  )
}
