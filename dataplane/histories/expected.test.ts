import { expect, test } from 'vitest'
import type { Effect, Entry, Row } from './testing/book.ts'
import { contradictions } from './testing/expected.ts'

const row = (rev: number, bucket = 0): Row => ({ bucket, note: `n${rev}`, rev, emb: [0, 0.25] })
const put = (rev: number, bucket = 0): Effect => ({ kind: 'put', partition: undefined, rows: [{ key: '1', row: row(rev, bucket) }], replaces: true })
const change = (bucket: number): Effect => ({ kind: 'put', partition: undefined, rows: [{ key: '1', row: { bucket } }], replaces: false })
const erase: Effect = { kind: 'erase', partition: undefined, keys: ['1'], certain: true }
const eraseBucket = (bucket: number): Effect => ({ kind: 'erase-where', partition: undefined, fits: (_, one) => one.bucket === bucket, certain: true })

/** Calls as [effect, start, end]; without an end the client was told of an error. */
function judged(calls: [Effect, number, number?][], found: Row | undefined): string[] {
  const entries = calls.map(([effect, start, end], id): Entry => ({ id, client: 1, what: effect.kind, collection: 'c', effect, start, end: end ?? Infinity, ok: end !== undefined }))
  return contradictions('c', entries, new Map([['', new Map(found ? [['1', found]] : [])]]))
}

test('an acknowledged write that nobody erased must be there', () => {
  expect(judged([[put(1), 0, 1]], undefined)).toEqual([expect.stringContaining('lost')])
  expect(judged([[put(1), 0, 1]], row(1))).toEqual([])
})

test('a write that failed may be there or not', () => {
  expect(judged([[put(1), 0]], undefined)).toEqual([])
  expect(judged([[put(1), 0]], row(1))).toEqual([])
})

test('of writes one after the other the last one stays, of those at the same time any', () => {
  expect(judged([[put(1), 0, 1], [put(2), 2, 3]], row(1))).toEqual([expect.stringContaining('overwritten')])
  expect(judged([[put(1), 0, 3], [put(2), 2, 4]], row(1))).toEqual([])
  expect(judged([[put(1), 0, 3], [put(2), 2, 4]], row(2))).toEqual([])
})

test('a write that failed may land after everything else', () => {
  expect(judged([[put(1), 0], [put(2), 2, 3]], row(1))).toEqual([])
})

test('an erasure explains an absence unless a write came after it', () => {
  expect(judged([[put(1), 0, 1], [erase, 2, 3]], undefined)).toEqual([])
  expect(judged([[erase, 0, 1], [put(1), 2, 3]], undefined)).toEqual([expect.stringContaining('lost')])
  expect(judged([[put(1), 0, 1], [erase, 2]], undefined)).toEqual([])
})

test('an entity that was erased and not written again is a ghost', () => {
  expect(judged([[put(1), 0, 1], [erase, 2, 3]], row(1))).toEqual([expect.stringContaining('erased')])
  expect(judged([[put(1), 0, 1], [erase, 2]], row(1))).toEqual([])
})

test('an entity outlives a delete by expression only where it does not fit it', () => {
  expect(judged([[put(1, 3), 0, 1], [eraseBucket(3), 2, 3]], row(1, 3))).toEqual([expect.stringContaining('should have been erased')])
  expect(judged([[put(1, 2), 0, 1], [eraseBucket(3), 2, 3]], row(1, 2))).toEqual([])
  expect(judged([[put(1, 3), 0, 1], [change(3), 1, 4], [eraseBucket(3), 2, 3]], row(1, 3))).toEqual([])
})

test('a change of some fields leaves the others to the writes before it', () => {
  expect(judged([[put(1), 0, 1], [change(3), 2, 3]], row(1, 3))).toEqual([])
  expect(judged([[put(1), 0, 1], [change(3), 2, 3]], row(1, 0))).toEqual([expect.stringContaining('bucket')])
  expect(judged([[put(1), 0, 1], [put(2), 2, 3], [change(3), 4, 5]], { ...row(1), bucket: 3 })).toEqual([expect.stringContaining('note')])
})

test('what nobody wrote is invented', () => {
  expect(judged([], row(1))).toEqual([expect.stringContaining('invented')])
  expect(judged([[put(1), 0, 1]], { ...row(1), note: 'other' })).toEqual([expect.stringContaining('nobody wrote')])
})

test('entities of an insert that failed may have keys that nobody knows', () => {
  const stray: Effect = { kind: 'put-somewhere', rows: [row(1)] }
  expect(judged([[stray, 0]], row(1))).toEqual([])
  expect(judged([[stray, 0]], row(2))).toEqual([expect.stringContaining('invented')])
})
