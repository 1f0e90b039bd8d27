// Which of some keys the source has, surely. Milvus counts the hidden versions of a key that was inserted more than once
// among the rows of a reply and then shows one: other keys fall out of the reply for want of room (measured on 2.3.5:
// keys 1, 2, 3 and a second 1 read as `pk in [1,2,3]` give 1 and 2). So a key counts as gone only when a read of
// nothing but such keys found none.
import type { Capabilities } from '../milvus/engines.ts'
import { freshNow, readByKeys, type Freshness } from '../milvus/entities.ts'
import { NO_ROWS, type Rows } from '../milvus/field-data.ts'
import type { Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { CallOptions, MilvusServer } from '../milvus/server.ts'

/** Parts that name every key of `of.keys` once: those found with their rows, the last ones without where they are gone. */
export async function readKeys(
  server: MilvusServer,
  capabilities: Capabilities,
  of: { shape: CollectionShape; keys: readonly Key[]; partitions: readonly string[]; freshness?: Freshness | undefined },
  options: CallOptions = {},
): Promise<{ keys: readonly Key[]; rows: Rows }[]> {
  if (capabilities.insertReplaces) return [{ keys: of.keys, rows: await readByKeys(server, of, options) }]
  const freshness = of.freshness ?? (await freshNow(server))
  const parts: { keys: readonly Key[]; rows: Rows }[] = []
  let missing = of.keys
  while (missing.length > 0) {
    const rows = await readByKeys(server, { ...of, keys: missing, freshness, limit: capabilities.keysPerRead }, options)
    if (rows.keys.length === 0) break
    parts.push({ keys: rows.keys, rows })
    const found = new Set(rows.keys)
    missing = missing.filter((key) => !found.has(key))
  }
  return missing.length === 0 ? parts : [...parts, { keys: missing, rows: NO_ROWS }]
}
