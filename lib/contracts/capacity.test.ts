import { describe, expect, test } from 'vitest'
import { cuNeeded, fillOf, smallestFit } from './capacity'
import { CU_TYPES } from './cluster-catalogue'

describe('CUs that entities need', () => {
  test.each([
    [128, 'performance', 7.5],
    [256, 'performance', 4.5],
    [512, 'performance', 2.25],
    [768, 'performance', 1.5],
    [128, 'capacity', 25],
    [512, 'capacity', 7.5],
    [768, 'tiered', 20],
    [256, 'tiered', 60],
  ] as const)('one CU holds as many vectors of %d dimensions (%s) as published: %d million', (dimensions, cuType, millions) => {
    expect(cuNeeded([{ dimensions, entities: millions * 1e6 }], cuType)).toBeCloseTo(1, 6)
  })

  test('more dimensions never need less, and no dimension makes them free', () => {
    for (const cuType of CU_TYPES) {
      let before = 0
      for (let dimensions = 0; dimensions <= 4096; dimensions += 32) {
        const needed = cuNeeded([{ dimensions, entities: 1e6 }], cuType)
        expect(needed).toBeGreaterThanOrEqual(before)
        expect(needed).toBeGreaterThan(0)
        before = needed
      }
    }
  })

  test('collections add up', () => {
    const both = [{ dimensions: 768, entities: 1.5e6 }, { dimensions: 128, entities: 7.5e6 }]
    expect(cuNeeded(both, 'performance')).toBeCloseTo(2, 6)
    expect(fillOf(both, 'performance', 4)).toBeCloseTo(0.5, 6)
  })
})

describe('the smallest size that fits', () => {
  const millions = (count: number) => [{ dimensions: 768, entities: count * 1e6 }]

  test.each([
    ['an empty source takes the smallest', 0, 'standard', 'performance', 1],
    ['exactly full still fits', 1.5, 'standard', 'performance', 1],
    ['one more needs the next step', 1.51, 'standard', 'performance', 2],
    ['steps of the plan are kept', 7, 'standard', 'performance', 8],
    ['Tiered-storage begins at 8', 1, 'standard', 'tiered', 8],
    ['a standard plan ends at 32', 49, 'standard', 'performance', null],
    ['an enterprise plan goes on', 49, 'enterprise', 'performance', 36],
    ['nothing holds everything', 1_000, 'enterprise', 'performance', null],
  ] as const)('%s', (_, count, plan, cuType, size) => {
    expect(smallestFit(millions(count), plan, cuType)).toBe(size)
  })
})
