// The keys that an expression matches on a server that reads by pages.
import { readRows, type ReadRequest } from './entities.ts'
import { compareKeys, literal, type Key } from './keys.ts'
import type { CallOptions, MilvusServer } from './server.ts'

const PAGE = 10_000

/** A page at a time, each behind the greatest key before. Rejects where the server does not read the expression. */
export async function* matchingKeys(server: MilvusServer, read: Omit<ReadRequest, 'columns' | 'limit'>, options: CallOptions = {}): AsyncGenerator<Key[]> {
  const { keyField } = read.shape
  for (let after: Key | undefined; ; ) {
    const expr = after === undefined ? read.expr : `(${read.expr}) and ${keyField} > ${literal(after)}`
    const page = (await readRows(server, { ...read, expr, columns: [keyField], limit: PAGE }, options)).keys
    // A short page is not the last one: versions that are not shown take room in it.
    if (page.length === 0) return
    for (const key of page) if (after === undefined || compareKeys(key, after) > 0) after = key
    yield page
  }
}
