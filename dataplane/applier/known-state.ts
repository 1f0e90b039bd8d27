// What the source holds of some keys as their writes have made it, without a read: rows of several writes are joined, so
// that they cost the target one call.
import { ALL_PARTITIONS, type EntryOf } from '../journal/entry.ts'
import type { RowImage } from '../journal/row-images.ts'
import { NO_ROWS, type Rows } from '../milvus/field-data.ts'
import { joinRows } from '../milvus/join-columns.ts'
import { keyFromText, type Key, type KeyType } from '../milvus/keys.ts'
import type { PresentPart, PresentState } from './present-state.ts'

export type Imaged = { entry: EntryOf<'outcome'>; image: RowImage }

/** Writes whose rows cannot be joined cost a call each; more than these are read together. */
const MOST_APART = 4

/**
 * The state that these entries leave behind; no key may be in two of them. `partitions` are those of the collection,
 * `[undefined]` of a partition-key collection. Undefined where the images do not say it, an Upsert may take its key out of another
 * partition, by the server's version, and where a read costs less.
 */
export function knownState(imaged: readonly Imaged[], { keyType, partitions }: { keyType: KeyType; partitions: readonly (string | undefined)[] }): PresentState | undefined {
  const isOne = partitions.length === 1
  const rows = new Map<string | undefined, Rows[]>()
  const gone = new Map<string | undefined, Key[]>()
  const everywhere: Key[] = []
  for (const { entry, image } of imaged) {
    if (image.kind === 'rows') {
      if (!partitions.includes(image.partition) || (!isOne && !image.isInsert)) return undefined
      listOf(rows, image.partition).push(image)
      continue
    }
    const { scope, keys } = entry.write
    const read = keys.map((key) => keyFromText(key, keyType))
    if (scope === ALL_PARTITIONS && !isOne) everywhere.push(...read)
    else if (scope === ALL_PARTITIONS || partitions[0] === undefined) listOf(gone, partitions[0]).push(...read)
    else if (partitions.includes(scope)) listOf(gone, scope).push(...read)
    else if (keys.length > 0) return undefined
  }
  const parts: PresentPart[] = []
  for (const [partition, all] of rows) {
    const one = joinRows(all)
    if (!one && all.length > MOST_APART) return undefined
    for (const part of one ? [one] : all) parts.push({ partition, keys: part.keys, rows: part })
  }
  for (const [partition, keys] of gone) if (keys.length > 0) parts.push({ partition, keys, rows: NO_ROWS })
  return { parts, everywhere }
}

function listOf<Of, Value>(lists: Map<Of, Value[]>, of: Of): Value[] {
  let list = lists.get(of)
  if (!list) lists.set(of, (list = []))
  return list
}
