import fc from 'fast-check'
import { expect, test } from 'vitest'
import { histories } from './testing/arbitrary.ts'
import { PARTS, type Command } from './testing/history.ts'
import { PAIRS, PROFILES } from './testing/profiles.ts'

const SAMPLE = { numRuns: 300, seed: 1 }
const commands = (pair: (typeof PAIRS)[number]): Command[] =>
  fc.sample(histories(PROFILES[pair], true), SAMPLE).flatMap((history) => history.clients.flatMap((client) => PARTS.flatMap((part) => client[part])))

test('histories have every kind of write that their engines have', () => {
  const kinds = (pair: (typeof PAIRS)[number]) => [...new Set(commands(pair).map((command) => command.do))].sort()
  const everywhere = ['create', 'create-database', 'delete', 'delete-where', 'drop', 'drop-database', 'insert', 'load', 'pause', 'recreate', 'release', 'upsert']
  expect(kinds('lite')).toEqual([...everywhere, 'create-partition', 'drop-partition', 'flush', 'truncate', 'update'].sort())
  expect(kinds('milvus')).toEqual([...everywhere, 'create-partition', 'drop-partition'].sort())
  expect(kinds('across')).toEqual(everywhere)
})

test('clients meet: most keys that are named are named by more than one client', () => {
  const shared = fc.sample(histories(PROFILES.lite, true), SAMPLE).map((history) => {
    const named = history.clients.map((client) => new Set(PARTS.flatMap((part) => client[part]).flatMap((command) => ('keys' in command ? command.keys.map((key) => `${command.collection % history.collections.length}/${key}`) : []))))
    const all = new Set(named.flatMap((keys) => [...keys]))
    return [...all].filter((key) => named.filter((keys) => keys.has(key)).length > 1).length / Math.max(1, all.size)
  })
  expect(shared.reduce((sum, share) => sum + share, 0) / shared.length).toBeGreaterThan(0.5)
})
