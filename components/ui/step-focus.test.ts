import { expect, it } from 'vitest'
import { stepTo } from './step-focus'

const labels = ['Light', 'Dark', 'As the system', 'Sign out']

it('the arrows go round, Home and End to the ends', () => {
  expect(stepTo('ArrowDown', -1, labels)).toBe(0)
  expect(stepTo('ArrowDown', 3, labels)).toBe(0)
  expect(stepTo('ArrowUp', 0, labels)).toBe(3)
  expect(stepTo('ArrowUp', -1, labels)).toBe(3)
  expect([stepTo('Home', 2, labels), stepTo('End', 0, labels)]).toEqual([0, 3])
})

it('a letter leads to the next entry that begins with it, in any case', () => {
  expect(stepTo('d', -1, labels)).toBe(1)
  expect(stepTo('S', 3, labels)).toBe(3)
  expect(stepTo('x', 0, labels)).toBeUndefined()
})

it('other keys, and a list without entries, lead nowhere', () => {
  for (const key of ['Enter', ' ', 'Tab']) expect(stepTo(key, 0, labels)).toBeUndefined()
  expect(stepTo('ArrowDown', 0, [])).toBeUndefined()
})
