import { afterEach, beforeEach, expect, test } from 'vitest'
import { deferred } from '../lifecycle/waiting.ts'
import { findCollection } from '../milvus/catalog.ts'
import { decode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { Horizon } from './horizon.ts'
import { NewKeys } from './new-keys.ts'

let target: MilvusDouble
let shape: CollectionShape
let looks: { answer: () => void }[]
let clock: string | undefined
let newKeys: NewKeys

beforeEach(async () => {
  target = await startMilvusDouble('The target')
  addCollection(target, 'c', [[1, 1]])
  shape = (await findCollection(target.server, { database: 'default', name: 'c' }))!
  looks = []
  clock = '7'
  const reach = () => {
    const answered = deferred<undefined>()
    looks.push({ answer: () => answered.resolve(undefined) })
    return answered.promise
  }
  newKeys = new NewKeys(target.server, new Horizon({ clock: () => Promise.resolve(clock), reach, signal: new AbortController().signal }))
})
afterEach(() => target.stop())

async function answerLook(nth: number): Promise<void> {
  await expect.poll(() => looks.length).toBeGreaterThan(nth)
  looks[nth]!.answer()
}

test('a key that the target has is not new, one that it has not is', async () => {
  const asked = newKeys.areNew(shape, [2n], {})
  await answerLook(0)
  expect(await asked).toBe(true)
  expect(await newKeys.areNew(shape, [2n, 1n], {})).toBe(false)
})

test('the target is read as of a moment that has passed, so that no time tick is waited for', async () => {
  const bounds: unknown[] = []
  target.answer('Query', (request) => void bounds.push(decode('QueryRequest', request).guaranteeTimestamp))
  const asked = newKeys.areNew(shape, [2n], {})
  await answerLook(0)
  await asked
  clock = '9'
  await newKeys.areNew(shape, [3n], {})
  expect(bounds).toEqual(['7', '7'])
})

test('Invariant: a key that was written a moment ago is not new, although the target does not show it yet', async () => {
  const first = newKeys.areNew(shape, [2n], {})
  await answerLook(0)
  await first
  newKeys.written([2n])
  expect(await newKeys.areNew(shape, [2n], {})).toBe(false)
  expect(await newKeys.areNew(shape, [3n], {})).toBe(true)
})

test('once a look shows what was written the target itself is asked again', async () => {
  newKeys.written([2n])
  await answerLook(0)
  await expect.poll(() => newKeys.areNew(shape, [2n], {})).toBe(true)
  newKeys.written([3n])
  expect(await newKeys.areNew(shape, [3n], {})).toBe(false)
})

test('without a clock of the target no key is known to be new', async () => {
  clock = undefined
  expect(await newKeys.areNew(shape, [2n], {})).toBe(false)
})
