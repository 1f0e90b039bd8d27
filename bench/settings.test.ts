import { expect, test } from 'vitest'
import { parseSettings } from './settings.ts'

test('without arguments every benchmark of a pair of servers runs on both engines five times', () => {
  expect(parseSettings([])).toMatchObject({ names: ['copy', 'collections', 'gateway', 'sync', 'cutover', 'verify'], engines: ['lite', 'milvus'], runs: 5, entities: 5000, rates: [60] })
})

test('a benchmark, its runs and its engine can be named', () => {
  expect(parseSettings(['copy', '--runs', '5', '--engine', 'lite'])).toMatchObject({ names: ['copy'], engines: ['lite'], runs: 5, entities: 20000, rates: [60, 120, 240] })
  expect(parseSettings(['sync', '--rate', '30,90'])).toMatchObject({ rates: [30, 90] })
  expect(parseSettings(['collections', '--collections', '3'])).toMatchObject({ collections: [3] })
})

test.each([
  [['copie'], /no benchmark "copie"/],
  [['--engine', 'faiss'], /no engine "faiss"/],
  [['--runs', '0'], /--runs takes a whole number/],
  [['--rate', '60,'], /--rate takes a whole number/],
  [['--nonsense'], /nonsense/],
])('%j is refused in words', (args, message) => {
  expect(() => parseSettings(args)).toThrow(message)
})
