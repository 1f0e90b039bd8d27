import { expect, test } from 'vitest'
import { syntheticVectors, wordVectors } from './data-set.ts'

test('the words are the first of the package, each with a vector of its own', () => {
  const { words, vectors } = wordVectors(500)
  expect(words.slice(0, 5)).toEqual(['the', ',', '.', 'of', 'to'])
  expect(new Set(words).size).toBe(500)
  expect(vectors.every((vector) => vector.length === 100 && vector.some((value) => value !== 0))).toBe(true)
})

test('synthetic vectors are the same at each run', () => {
  const [first, second] = [syntheticVectors(3, 8), syntheticVectors(3, 8)]
  expect(first.vectors).toEqual(second.vectors)
  expect(first.vectors[0]).not.toEqual(first.vectors[1])
})
