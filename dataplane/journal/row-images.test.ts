import { expect, test } from 'vitest'
import { offset } from './entry.ts'
import { RowImages, type RowImage } from './row-images.ts'

const MIB = 1024 * 1024
const rows = (bytes: number): RowImage => ({ kind: 'rows', isInsert: false, partition: '_default', columns: [], keys: [], bytes })

test('an image is kept until it is dropped', () => {
  const images = new RowImages()
  images.collect()
  images.keep(offset(3), { kind: 'gone' })
  expect(images.get(offset(3))).toEqual({ kind: 'gone' })
  expect(images.get(offset(4))).toBeUndefined()
  images.drop(offset(3))
  expect(images.get(offset(3))).toBeUndefined()
})

test('nothing is kept before images are of use', () => {
  const images = new RowImages()
  images.keep(offset(1), { kind: 'gone' })
  expect(images.get(offset(1))).toBeUndefined()
})

test('images take 64 MiB at most: what comes when they are full is not kept, and what is dropped makes room', () => {
  const images = new RowImages()
  images.collect()
  for (let at = 0; at < 9; at++) images.keep(offset(at), rows(8 * MIB - 1000))
  expect(images.get(offset(7))).toBeDefined()
  expect(images.get(offset(8))).toBeUndefined()
  images.drop(offset(0))
  images.drop(offset(0))
  images.keep(offset(9), rows(8 * MIB - 1000))
  images.keep(offset(10), rows(8 * MIB - 1000))
  expect(images.get(offset(9))).toBeDefined()
  expect(images.get(offset(10))).toBeUndefined()
})
