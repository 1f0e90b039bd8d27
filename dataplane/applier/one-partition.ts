// A row that Milvus Lite shows in two partitions is in one of them. After a flush Lite goes on showing a deleted
// row to readers that name its old partition, once its key is in another one (measured on 3.2.2). Readers that
// name no partition see the true row, so that decides.
import { readByKeys } from '../milvus/entities.ts'
import { NO_ROWS, type Rows } from '../milvus/field-data.ts'
import { keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { CallOptions, MilvusServer } from '../milvus/server.ts'
import type { PresentPart } from './present-state.ts'

/** `parts` with every key in one partition only. Costs nothing where no key is shown twice. */
export async function inOnePartition(source: MilvusServer, shape: CollectionShape, parts: PresentPart[], options: CallOptions): Promise<PresentPart[]> {
  const doubtful = shownTwice(parts)
  if (doubtful.size === 0) return parts
  const clear: PresentPart[] = []
  for (const part of parts) {
    const keys = part.rows.keys.filter((key) => !doubtful.has(keyToText(key)))
    const rows = keys.length === part.rows.keys.length ? part.rows : await readByKeys(source, { shape, keys, partitions: names(part.partition) }, options)
    clear.push({ ...part, rows: keys.length === 0 ? NO_ROWS : rows })
  }
  for (const key of doubtful.values()) clear.push(await truePlace(source, shape, parts, key, options))
  return clear
}

function shownTwice(parts: readonly PresentPart[]): Map<string, Key> {
  const seen = new Set<string>()
  const twice = new Map<string, Key>()
  for (const part of parts)
    for (const key of part.rows.keys) {
      const text = keyToText(key)
      if (seen.has(text)) twice.set(text, key)
      seen.add(text)
    }
  return twice
}

async function truePlace(source: MilvusServer, shape: CollectionShape, parts: readonly PresentPart[], key: Key, options: CallOptions): Promise<PresentPart> {
  const truth = await readByKeys(source, { shape, keys: [key] }, options)
  let place = parts[0]?.partition
  for (const { partition, rows } of parts) {
    if (!rows.keys.includes(key)) continue
    const shown = await readByKeys(source, { shape, keys: [key], partitions: names(partition) }, options)
    if (isSame(shown, truth)) place = partition
  }
  return { partition: place, keys: [key], rows: truth }
}

function names(partition: string | undefined): string[] {
  return partition === undefined ? [] : [partition]
}

function isSame(a: Rows, b: Rows): boolean {
  return a.columns.length === b.columns.length && a.columns.every((column, at) => b.columns[at] !== undefined && column.bytes.equals(b.columns[at].bytes))
}
