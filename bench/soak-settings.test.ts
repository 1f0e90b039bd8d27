import { expect, test } from 'vitest'
import { parseSoakSettings } from './soak-settings.ts'

test('without arguments it is half an hour on Milvus Lite without a kill', () => {
  expect(parseSoakSettings([])).toEqual({ engine: 'lite', forMs: 1_800_000, rate: 60, entities: 20_000, restartEveryMs: 0 })
})

test('time, engine, rate, entities and kills can be chosen, parts of minutes too', () => {
  const args = ['--minutes', '0.5', '--engine', 'milvus', '--rate', '10', '--entities', '100', '--restart-every', '0.1']
  expect(parseSoakSettings(args)).toEqual({ engine: 'milvus', forMs: 30_000, rate: 10, entities: 100, restartEveryMs: 6_000 })
})

test.each([
  [['--minutes', '0'], /--minutes takes a number above 0/],
  [['--restart-every', 'often'], /--restart-every takes a number above 0/],
  [['--engine', 'faiss'], /no engine "faiss"/],
  [['lite'], /lite/],
])('%j is refused in words', (args, message) => {
  expect(() => parseSoakSettings(args)).toThrow(message)
})
