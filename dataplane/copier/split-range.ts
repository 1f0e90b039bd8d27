// Cuts a collection's int64 keys into ranges of about equal numbers, so that several can be copied side by
// side. The cuts need not be exact and may be read stale: a range is a place to look, not a promise.
import type { KeyType } from '../milvus/keys.ts'
import { readRows, type Freshness } from '../milvus/entities.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

const EVENTUALLY: Freshness = { kind: 'at-least', tso: '1' }
const LEAST = -(2n ** 63n) + 1n
const GREATEST = 2n ** 63n - 1n
/** A cut is good enough when it is off by no more than this share of a range. */
const TOLERANCE = 0.1

type Counted = (upTo: bigint) => Promise<number>

/** Upper bounds of all ranges but the last; empty where one range is best. */
export async function splitKeys(
  source: MilvusServer,
  of: { shape: CollectionShape; partition: string | undefined; total: number; ranges: number; keyType: KeyType },
): Promise<bigint[]> {
  const { shape, partition, total, ranges } = of
  if (of.keyType !== 'int64' || ranges < 2) return []
  const count: Counted = async (upTo) => {
    const rows = await readRows(source, {
      shape: { ...shape, keyField: 'count(*)' },
      expr: `${shape.keyField} <= ${upTo}`,
      columns: ['count(*)'],
      partitions: partition === undefined ? [] : [partition],
      freshness: EVENTUALLY,
    })
    return Number(rows.keys[0] ?? 0)
  }
  const cuts: bigint[] = []
  let from = LEAST
  for (let i = 1; i < ranges; i++) {
    const cut = await findCut(count, from, (total * i) / ranges, (total / ranges) * TOLERANCE)
    if (cut <= from) return cuts
    cuts.push(cut)
    from = cut
  }
  return cuts
}

/** Bisects for the key with about `wanted` keys up to it. */
async function findCut(count: Counted, from: bigint, wanted: number, slack: number): Promise<bigint> {
  let low = from
  let high = GREATEST
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    const found = await count(middle)
    if (Math.abs(found - wanted) <= slack) return middle
    if (found < wanted) low = middle
    else high = middle
  }
  return high
}
