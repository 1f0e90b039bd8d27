import { expect, test } from 'vitest'
import { PageSize } from './page-size.ts'

test('the first page is small, later ones are sized by their bytes', () => {
  const size = new PageSize(10_000)
  expect(size.entities).toBe(1_000)
  size.learn(1_000, 1_000 * 8 * 1024)
  expect(size.entities).toBe(1_024)
})

test('no page holds more than a read may name, and none holds nothing', () => {
  const size = new PageSize(2_000)
  size.learn(1_000, 1_000)
  expect(size.entities).toBe(2_000)
  const wide = new PageSize(2_000)
  wide.learn(1, 100 * 1024 * 1024)
  expect(wide.entities).toBe(1)
})

test('a message that was too large halves the page, and the room comes back slowly', () => {
  const size = new PageSize(1_000)
  size.tooLarge(1_000)
  expect(size.entities).toBe(500)
  size.learn(500, 500)
  expect(size.entities).toBe(525)
  for (let i = 0; i < 20; i++) size.tooLarge(size.entities)
  expect(size.entities).toBe(1)
})
