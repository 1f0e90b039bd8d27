// A delete by expression may hit a version that no read shows. Where the source was not asked what it will hit (a delete
// of very many keys), the key is left on the target: the counts before the switch find it, and the sweep names it.
import { expect, test } from 'vitest'
import { findCollection } from '../milvus/catalog.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { readByKeys } from '../milvus/entities.ts'
import { compareCounts } from '../verifier/compare-counts.ts'
import { unmatchedKeys } from '../verifier/sweep.ts'
import { insert, removeWhere, row, upsert } from './testing/bounds.ts'
import { ModelEngine } from './testing/model-engine.ts'
import { carryOut, ModelServer } from './testing/model-server.ts'

const MILVUS = capabilitiesOf({ kind: 'milvus', version: '2.3.5' })
const serverOf = (label: string) => new ModelServer(new ModelEngine('milvus'), label, carryOut)

test('a row whose key a delete took by a version that nobody sees is found before the switch', async () => {
  const [source, target] = [serverOf('The source'), serverOf('The target')]
  const shape = (await findCollection(source, { database: 'default', name: 'c' }))!
  for (const { method, request } of [insert([row(1, 2)]), insert([row(1, 1)])]) await source.call(method, request)
  expect((await readByKeys(source, { shape, keys: [1n] })).keys).toEqual([1n])
  const settled = upsert(row(1, 2))
  await target.call(settled.method, settled.request)
  const hidden = removeWhere('a == 1')
  await source.call(hidden.method, hidden.request)
  // The expression, asked of the target, matches nothing there.
  expect(target.engine.rows.find(({ a }) => a === 1n)).toEqual([])
  const sides = { source, target, sourceCapabilities: MILVUS, targetCapabilities: MILVUS, ensureReadable: () => Promise.resolve() }
  expect(await compareCounts(sides, [shape])).toEqual([{ shape, source: 0, target: 1 }])
  const named: string[] = []
  for await (const keys of unmatchedKeys(sides, shape)) named.push(...keys)
  expect(named).toEqual(['1'])
})
