import { expect, test } from 'vitest'
import { sideBySide } from './side-by-side.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('every item is done, and never more than so many at a time', async () => {
  let inside = 0
  let most = 0
  const done: number[] = []
  await sideBySide(Array.from({ length: 25 }, (_, i) => i), 4, async (item) => {
    most = Math.max(most, ++inside)
    await turn()
    inside--
    done.push(item)
  })
  expect(most).toBe(4)
  expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i))
})

test('after a failure nothing more is begun, and what was under way has ended', async () => {
  const ended: number[] = []
  const doing = sideBySide([1, 2, 3, 4, 5], 2, async (item) => {
    await turn()
    if (item === 1) throw new Error('no')
    await turn()
    ended.push(item)
  })
  await expect(doing).rejects.toThrow('no')
  expect(ended).toEqual([2])
})
