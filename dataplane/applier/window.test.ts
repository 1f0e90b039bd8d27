import { expect, test } from 'vitest'
import { offset, type EntryOf } from '../journal/entry.ts'
import { addOutcome, emptyWindow } from './window.ts'

const inPartition: EntryOf<'outcome'> = {
  kind: 'outcome',
  at: 1,
  incarnation: 1,
  intent: offset(0),
  how: 'landed',
  write: { scope: 'p', keys: [] },
  expr: { expr: 'a == 1', partition: 'p' },
}

function expressionsOf(globalKeys: boolean) {
  const window = emptyWindow()
  addOutcome(window, offset(1), inPartition, globalKeys)
  return window.exprs
}

test('a delete by expression is looked for in all partitions where an engine’s keys know none, because Lite deletes in all', () => {
  expect(expressionsOf(true)).toEqual([{ expr: 'a == 1', inDoubt: true }])
})

test('a delete by expression is looked for in its partition where keys are told apart by it', () => {
  expect(expressionsOf(false)).toEqual([{ expr: 'a == 1', partition: 'p', inDoubt: true }])
})
