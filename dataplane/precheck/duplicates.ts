// On Milvus an Insert of a key that is there already leaves both entities; a Query shows one of them, count(*) counts
// both. What is shown is what moves, so counts differ afterwards. Told by pages: as many entities as keys in a range
// of keys means that there is none in it.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { EVENTUALLY, readRows } from '../milvus/entities.ts'
import { between, compareKeys, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type MilvusServer } from '../milvus/server.ts'
import { called, type Check } from './check.ts'

const PAGE = 10_000
/** Pages of one collection, and of all of them: the look is bounded however large the source is. */
const MOST_PAGES = 10
const MOST_PAGES_IN_ALL = 400
const COLLECTIONS_AT_A_TIME = 4

export const checkDuplicates: Check = async ({ source, sourceCapabilities, collections }) => {
  if (sourceCapabilities.globalKeys) return []
  const findings: Finding[] = []
  let left = MOST_PAGES_IN_ALL
  // Statistics leave out what is not flushed yet, so they put the collections in order and leave none out.
  const largestLast = collections.filter(({ loaded }) => loaded).sort((a, b) => a.entities - b.entities)
  await sideBySide(largestLast, COLLECTIONS_AT_A_TIME, async ({ shape }) => {
    const pages = Math.min(left, MOST_PAGES)
    left -= pages
    try {
      const { keys, hidden, whole } = await look(source, shape, pages)
      left += pages - Math.ceil(keys / PAGE)
      if (hidden > 0) findings.push(finding(shape, { keys, hidden, whole }))
    } catch (error) {
      // Dropped or released meanwhile.
      if (!isRefusal(error)) throw error
    }
  })
  return findings
}

type Look = { keys: number; hidden: number; whole: boolean }

async function look(source: MilvusServer, shape: CollectionShape, pages: number): Promise<Look> {
  let keys = 0
  let hidden = 0
  let after: Key | undefined
  for (let page = 0; page < pages; page++) {
    const shown = await keysBehind(source, shape, after)
    const last = shown[shown.length - 1]
    if (last === undefined) return { keys, hidden, whole: true }
    if ((await surplus(source, shape, after, last, shown.length)) > 0) {
      // Inserts between the two reads look the same: only what is there at a second look counts.
      const again = await keysBehind(source, shape, after)
      const upTo = again.filter((key) => compareKeys(key, last) <= 0).length
      hidden += Math.max(0, await surplus(source, shape, after, last, upTo))
    }
    keys += shown.length
    after = last
  }
  return { keys, hidden, whole: (await keysBehind(source, shape, after)).length === 0 }
}

async function keysBehind(source: MilvusServer, shape: CollectionShape, after: Key | undefined): Promise<Key[]> {
  const expr = between(shape.keyField, after, undefined, shape.keyType)
  const { keys } = await readRows(source, { shape, expr, columns: [shape.keyField], limit: PAGE, freshness: EVENTUALLY })
  // A segment that is still growing may show a key as often as it holds it.
  return [...new Set(keys)]
}

/** By how many the entities in (after, to] exceed `keys`. */
async function surplus(source: MilvusServer, shape: CollectionShape, after: Key | undefined, to: Key, keys: number): Promise<number> {
  const expr = between(shape.keyField, after, to, shape.keyType)
  const counted = await readRows(source, { shape: { ...shape, keyField: 'count(*)' }, expr, columns: ['count(*)'], freshness: EVENTUALLY })
  return Number(counted.keys[0] ?? 0) - keys
}

function finding(shape: CollectionShape, { keys, hidden, whole }: Look): Finding {
  const looked = whole ? '' : ` Only its first ${keys.toLocaleString('en-US')} keys were looked at; the rest is likely to have more.`
  return {
    check: 'duplicates',
    severity: 'warning',
    message: `${called(shape)} holds ${hidden.toLocaleString('en-US')} entities more than keys: the same key was inserted repeatedly.${looked} A query shows one entity of each key, and that one is moved, so the target counts fewer.`,
    remedy: 'Nothing to do if queries show what you expect. Otherwise delete those keys on the source and insert them once, with upsert.',
  }
}
