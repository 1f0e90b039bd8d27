import { expect, test } from 'vitest'
import { BatchSize } from './batch-size.ts'

test('the first batch is small, later ones are sized by their bytes', () => {
  const size = new BatchSize(10_000)
  expect(size.entities).toBe(1_000)
  size.learn(1_000, 1_000 * 8 * 1024)
  expect(size.entities).toBe(1_024)
})

test('no batch holds more than a request may name, and none holds nothing', () => {
  const size = new BatchSize(2_000)
  size.learn(1_000, 1_000)
  expect(size.entities).toBe(2_000)
  const wide = new BatchSize(2_000)
  wide.learn(1, 100 * 1024 * 1024)
  expect(wide.entities).toBe(1)
})

test('a message that was too large halves the batch down to one entity, without a wait', () => {
  const size = new BatchSize(1_000)
  expect(size.hindered('too-large', 1_000)).toBe(0)
  expect(size.entities).toBe(500)
  for (let i = 0; i < 20; i++) size.hindered('too-large', size.entities)
  expect(size.entities).toBe(1)
})

test('a server that limits the rate gets half as much after growing waits, and the room comes back step by step', () => {
  const size = new BatchSize(1_000)
  const waits = [1, 2, 3, 4, 5, 6, 7].map(() => size.hindered('busy', size.entities))
  expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000])
  expect(size.entities).toBe(7)
  size.took()
  expect(size.entities).toBe(8)
  expect(size.hindered('busy', 8)).toBe(200)
  for (let i = 0; i < 80; i++) size.took()
  expect(size.entities).toBe(1_000)
})

test('a server that is full is asked again with the same batch, ever more seldom', () => {
  const size = new BatchSize(1_000)
  for (let i = 0; i < 10; i++) size.hindered('full', 1_000)
  expect(size.entities).toBe(1_000)
  expect(size.hindered('full', 1_000)).toBe(30_000)
})
