import { describe, expect, test } from 'vitest'
import type { Rows } from '../milvus/field-data.ts'
import { comparePages } from './compare-page.ts'
import { column, KINDS } from './testing/columns.ts'

const NAMES = KINDS.map(({ name }) => name)

/** Two entities with a field of every kind; `changed` names the one whose second value is another. */
function page(changed?: string, keys: bigint[] = [1n, 2n]): Rows {
  return { keys, bytes: 0, columns: KINDS.map(({ name, field }) => column(name, field(name === changed))) }
}

const withColumn = (rows: Rows, name: string, bytes: Buffer): Rows => ({ ...rows, columns: [...rows.columns.filter((one) => one.name !== name), { name, bytes }] })
const turned = (rows: Rows): Rows => ({ ...rows, keys: [...rows.keys].reverse() })

test('two pages with the same values do not differ', () => {
  expect(comparePages(page(), page(), NAMES)).toEqual([])
})

describe.each(KINDS)('a field of kind $name', ({ name }) => {
  test('one changed value is found and named, and nothing else is', () => {
    expect(comparePages(page(), page(name), NAMES)).toEqual([{ key: 2n, kind: 'different', fields: [name] }])
    expect(comparePages(page(name), page(), NAMES)).toEqual([{ key: 2n, kind: 'different', fields: [name] }])
  })

  test('its values belong to their keys, whatever the order in which a server tells them', () => {
    expect(comparePages(page(), turned(page()), [name]).map(({ key, fields }) => ({ key, fields }))).toEqual([1n, 2n].map((key) => ({ key, fields: [name] })))
  })
})

test.each(KINDS.filter(({ spelled }) => spelled))('the same values of kind $name in another spelling are the same', ({ name, spelled }) => {
  const other = withColumn(page(), name, column(name, spelled!).bytes)
  expect(comparePages(page(), other, NAMES)).toEqual([])
  expect(comparePages(other, page(), NAMES)).toEqual([])
})

test('entities on one side only are named by that side', () => {
  expect(comparePages(page(undefined, [1n, 2n]), page(undefined, [3n, 2n]), NAMES)).toEqual([
    { key: 1n, kind: 'missing', fields: [] },
    { key: 3n, kind: 'extra', fields: [] },
  ])
})

test('an entity without dynamic fields is the same with an empty document, and differs from one with a field', () => {
  const document = (...texts: string[]): Rows => ({ keys: [1n], bytes: 0, columns: [column('$meta', { type: 23, isDynamic: true, scalars: { jsonData: { data: texts.map((text) => Buffer.from(text)) } } })] })
  const none: Rows = { keys: [1n], bytes: 0, columns: [] }
  expect(comparePages(none, document('{}'), ['$meta'])).toEqual([])
  expect(comparePages(none, document('{"a":null}'), ['$meta'])).toEqual([{ key: 1n, kind: 'different', fields: ['$meta'] }])
})

test('a null is no value: neither the empty text nor the place that a server keeps for it', () => {
  const nulls = (validData: boolean[], data: string[]): Rows => ({ keys: [1n, 2n, 3n], bytes: 0, columns: [column('t', { type: 21, validData, scalars: { stringData: { data } } })] })
  expect(comparePages(nulls([false, true, true], ['', 'b', 'c']), nulls([false, true, true], ['b', 'c']), ['t'])).toEqual([])
  expect(comparePages(nulls([true, true, true], ['', 'b', 'c']), nulls([false, true, true], ['', 'b', 'c']), ['t'])).toEqual([{ key: 1n, kind: 'different', fields: ['t'] }])
  expect(comparePages(nulls([false, false, false], []), { keys: [1n, 2n, 3n], bytes: 0, columns: [] }, ['t'])).toEqual([])
})

test('columns that are not compared, such as the output of a function, may differ', () => {
  expect(comparePages(page(), page('sparse vector'), NAMES.filter((name) => name !== 'sparse vector'))).toEqual([])
})

test('a key that a source shows twice is compared once', () => {
  expect(comparePages(page(undefined, [1n, 1n]), page(undefined, [1n, 1n]), NAMES)).toEqual([])
})
