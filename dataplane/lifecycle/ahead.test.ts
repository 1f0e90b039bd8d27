import { expect, test } from 'vitest'
import { ahead } from './ahead.ts'

/** Counts to `last`, tells what it was asked for, and fails behind `fails`. */
async function* numbers(last: number, told: string[], fails = Infinity): AsyncGenerator<number> {
  try {
    for (let no = 1; no <= last; no++) {
      told.push(`asked ${no}`)
      if (no > fails) throw new Error(`no ${no}`)
      yield await Promise.resolve(no)
    }
  } finally {
    told.push('closed')
  }
}

test('the next one is asked for before one is worked on, and no more than one', async () => {
  const told: string[] = []
  for await (const no of ahead(numbers(3, told))) told.push(`got ${no}`)
  expect(told).toEqual(['asked 1', 'asked 2', 'got 1', 'asked 3', 'got 2', 'closed', 'got 3'])
})

test('what could not be had shows after all before it were worked on', async () => {
  const told: string[] = []
  const got: number[] = []
  const all = async () => {
    for await (const no of ahead(numbers(3, told, 1))) got.push(no)
  }
  await expect(all()).rejects.toThrow('no 2')
  expect(got).toEqual([1])
  expect(told.at(-1)).toBe('closed')
})

test('where the rest is not wanted the sequence is closed', async () => {
  const told: string[] = []
  for await (const no of ahead(numbers(3, told))) if (no === 1) break
  expect(told).toEqual(['asked 1', 'asked 2', 'closed'])
})
