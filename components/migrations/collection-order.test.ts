import { expect, test } from 'vitest'
import type { CollectionFacts } from '@/lib/contracts/control-api'
import { orderedCollections } from './collection-order'

const facts = (name: string, state: CollectionFacts['state'], database = 'default'): CollectionFacts => ({ database, name, state, total: 1, copied: 0, ratePerS: 0 })
const all = [facts('z', 'copied'), facts('b', 'waiting'), facts('a', 'waiting', 'shop'), facts('y', 'copying'), facts('x', 'dropped')]
const names = (typed?: string) => orderedCollections(all, typed).map(({ name }) => name)

test('what is being copied stands first, the rest by state and name', () => {
  expect(names()).toEqual(['y', 'b', 'a', 'z', 'x'])
})

test('a typed part of the name with its database finds a collection', () => {
  expect(names('SHOP.a')).toEqual(['a'])
  expect(names('nothing')).toEqual([])
})
