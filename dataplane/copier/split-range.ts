// Cuts a collection's keys into ranges of about equal numbers, so that several can be copied side by side. The cuts
// need not be exact and may be read stale: a range is a place to look, not a promise.
import { between, compareKeys, type Key, type KeyType } from '../milvus/keys.ts'
import { EVENTUALLY, readRows } from '../milvus/entities.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

const LEAST = -(2n ** 63n) + 1n
const GREATEST = 2n ** 63n - 1n
/** Code points of a VarChar key, from the space on; what lies below belongs to the first range. */
const FIRST_CODE = 0x20
/** Most keys are ASCII, so it is asked first whether the wanted one is. */
const LAST_ASCII = 0x7e
const LAST_CODE = 0x10ffff
/** Keys that share more than this many first characters are not told apart: their range is cut coarser. */
const MOST_CHARACTERS = 24
/** A cut is good enough when it is off by no more than this share of a range. */
const TOLERANCE = 0.1

type CountUpTo<K> = (upTo: K) => Promise<number>

/** Upper bounds of all ranges but the last; empty where one range is best. */
export async function splitKeys(
  source: MilvusServer,
  of: { shape: CollectionShape; partition: string | undefined; total: number; ranges: number; keyType: KeyType },
): Promise<Key[]> {
  const { shape, partition, total, ranges } = of
  const count = async (upTo: Key) => {
    const rows = await readRows(source, {
      shape: { ...shape, keyField: 'count(*)' },
      expr: between(shape.keyField, undefined, upTo, of.keyType),
      columns: ['count(*)'],
      partitions: partition === undefined ? [] : [partition],
      freshness: EVENTUALLY,
    })
    return Number(rows.keys[0] ?? 0)
  }
  const cuts: Key[] = []
  for (let i = 1; i < ranges; i++) {
    const goal = { wanted: (total * i) / ranges, slack: (total / ranges) * TOLERANCE }
    const last = cuts.at(-1)
    const cut = of.keyType === 'int64' ? await findInteger(count, (last as bigint | undefined) ?? LEAST, goal) : await findText(count, goal)
    if (cut === undefined || (last !== undefined && compareKeys(cut, last) <= 0)) return cuts
    cuts.push(cut)
  }
  return cuts
}

type Goal = { wanted: number; slack: number }

/** Bisects for the key with about `wanted` keys up to it. */
async function findInteger(count: CountUpTo<bigint>, from: bigint, goal: Goal): Promise<bigint | undefined> {
  let low = from
  let high = GREATEST
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    const found = await count(middle)
    if (Math.abs(found - goal.wanted) <= goal.slack) return middle
    if (found < goal.wanted) low = middle
    else high = middle
  }
  return high > from ? high : undefined
}

/**
 * The same for text, one character after the other: the greatest character with too few keys up to it is the next
 * one of the prefix, since the wanted key begins with it. Servers order text by its UTF-8 bytes, which is the order
 * of code points.
 */
async function findText(count: CountUpTo<string>, goal: Goal): Promise<string | undefined> {
  let prefix = ''
  for (let length = 0; length < MOST_CHARACTERS; length++) {
    const isAscii = (await count(prefix + characterOf(LAST_ASCII))) >= goal.wanted
    let low = isAscii ? FIRST_CODE : LAST_ASCII
    let high = isAscii ? LAST_ASCII : LAST_CODE
    while (high - low > 1) {
      const middle = (low + high) >> 1
      const found = await count(prefix + characterOf(middle))
      if (Math.abs(found - goal.wanted) <= goal.slack) return prefix + characterOf(middle)
      if (found < goal.wanted) low = middle
      else high = middle
    }
    prefix += characterOf(low)
  }
  return undefined
}

/** Surrogates are no characters of their own; the next one that is stands in for them. */
function characterOf(code: number): string {
  return String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0xe000 : code)
}
