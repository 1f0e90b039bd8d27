import { describe, expect, test } from 'vitest'
import { sparkPath, sparkScale } from './spark-geometry'

const box = { width: 100, height: 54 }

describe('spark line', () => {
  test('the guide is inside the picture while all readings are far below it', () => {
    const scale = sparkScale([{ at: 0, value: 0 }, { at: 10, value: 0.2 }], 10, box)
    expect(scale.y(10)).toBeGreaterThan(0)
    expect(scale.y(10)).toBeLessThan(box.height)
  })

  test('a reading above the guide stays inside the picture', () => {
    const scale = sparkScale([{ at: 0, value: 5 }, { at: 10, value: 400 }], 10, box)
    expect(scale.top).toBeGreaterThanOrEqual(400)
    expect(scale.y(400)).toBeGreaterThanOrEqual(0)
  })

  test('the line runs from the left edge to the right edge', () => {
    const points = [{ at: 1000, value: 0 }, { at: 2000, value: 12 }, { at: 3000, value: 0 }]
    expect(sparkPath(points, sparkScale(points, 10, box))).toBe('M 0 54 L 50 14 L 100 54')
  })

  test('no readings make no line and no error', () => {
    expect(sparkPath([], sparkScale([], 10, box))).toBe('')
  })
})
