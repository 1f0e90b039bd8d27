// What is explored: small enough for every run of the tests, or as far as an hour allows. Each tour is tried to its end.
import { insert, remove, removeWhere, row, update, upsert, type Bounds } from './bounds.ts'

export type Tour = { tour: string; bounds: Bounds }

const D = removeWhere('a == 1')
const milvus = { source: 'milvus', target: 'milvus', rows: [row(1, 1)], begin: 'first' } satisfies Partial<Bounds>
const lite = { ...milvus, source: 'lite', target: 'lite' } satisfies Partial<Bounds>
const clock = { ...milvus, clock: true } satisfies Partial<Bounds>
const TWO_KEYS = [row(1, 1), row(2, 1)]

/** In every run of the tests. */
export const SHORT_TOURS: Tour[] = [
  { tour: 'two upserts of one key, capture beginning at any moment', bounds: { ...milvus, begin: 'any', clients: [[upsert(row(1, 2))], [upsert(row(1, 3))]] } },
  { tour: 'a partial update beside a delete', bounds: { ...milvus, clients: [[update(1, 2)], [remove(1)]] } },
  { tour: 'a lost reply, and the call may land late', bounds: { ...milvus, begin: 'any', clients: [[upsert(row(1, 2))]], lostReplies: 1 } },
  { tour: 'an upsert of two keys that is half done when the source answers an error', bounds: { ...milvus, rows: TWO_KEYS, clients: [[upsert(row(1, 2), row(2, 2))]], errors: 1 } },
  { tour: 'a delete and a new row of its key, with a crash', bounds: { ...milvus, clients: [[remove(1), upsert(row(1, 2))]], crashes: 1 } },
  { tour: 'a crash, and then another', bounds: { ...milvus, clients: [[upsert(row(1, 2))]], crashes: 2 } },
  { tour: 'a cutover whose time box may run out, with a write beside it', bounds: { ...milvus, clients: [[upsert(row(1, 2))]], stops: 2, boxes: 1 } },
  { tour: 'a cutover beside a delete by expression', bounds: { ...milvus, clients: [[D]], stops: 2, boxes: 1 } },
  { tour: 'a cutover with a crash', bounds: { ...milvus, rows: [], clients: [[upsert(row(1, 2))]], stops: 1, crashes: 1 } },
  { tour: 'a delete by expression and an upsert, Lite to Lite', bounds: { ...lite, begin: 'any', clients: [[upsert(row(1, 2))], [D]] } },
  { tour: 'a lost reply of a Lite target, with a crash', bounds: { ...lite, clients: [[upsert(row(1, 2))]], targetLostReplies: 1, crashes: 1 } },
  { tour: 'a second version of a key beside a delete by expression that hits it', bounds: { ...milvus, rows: [row(1, 2)], begin: 'any', clients: [[insert([row(1, 1)])], [D]] } },
  { tour: 'a delete by expression that hits a version nobody sees, with a crash', bounds: { ...milvus, rows: [row(1, 2)], clients: [[insert([row(1, 1)]), D]], crashes: 1 } },
  { tour: 'a delete by expression on Milvus before Lite', bounds: { ...milvus, target: 'lite', clients: [[upsert(row(1, 2))], [D]] } },
  { tour: 'a delete by expression on Lite before Milvus', bounds: { ...lite, target: 'milvus', clients: [[upsert(row(1, 2))], [D]] } },
  { tour: 'two upserts of one key that are read as of a moment', bounds: { ...clock, rows: [], clients: [[upsert(row(1, 2))], [upsert(row(1, 3))]] } },
  { tour: 'an upsert that is read as of a moment, with a crash', bounds: { ...clock, rows: [], clients: [[upsert(row(1, 2))]], crashes: 1 } },
  { tour: 'a delete by expression behind an upsert, as of a moment', bounds: { ...clock, rows: [], clients: [[upsert(row(1, 1)), D]] } },
  { tour: 'a new key, and a second version of it that nobody sees, as of a moment', bounds: { ...clock, rows: [], clients: [[insert([row(1, 1)]), insert([row(1, 2)])]] } },
  { tour: 'a new key beside an upsert of it, as of a moment', bounds: { ...clock, rows: [], clients: [[insert([row(1, 1)])], [upsert(row(1, 2))]] } },
  { tour: 'a key that goes and comes again, as of a moment', bounds: { ...clock, clients: [[remove(1), insert([row(1, 2)])]] } },
  { tour: 'a new key whose reply from the target is lost, with a crash, as of a moment', bounds: { ...clock, rows: [], clients: [[insert([row(1, 1)])]], targetLostReplies: 1, crashes: 1 } },
  { tour: 'a key in two partitions, and an upsert that names none', bounds: { ...milvus, partitions: ['_default', 'other'], clients: [[insert([row(1, 2)], 'other'), upsert(row(1, 3))]] } },
  { tour: 'a row that moves to another partition, Lite to Lite', bounds: { ...lite, partitions: ['_default', 'other'], clients: [[remove(1), insert([row(1, 2)], 'other')]] } },
]

/** With INTERLEAVINGS=deep: see README.md. */
export const DEEP_TOURS: Tour[] = [
  { tour: 'upsert beside delete by expression, crash', bounds: { ...milvus, begin: 'any', clients: [[upsert(row(1, 2))], [D]], crashes: 1 } },
  { tour: 'upsert beside delete by expression, lost reply', bounds: { ...milvus, begin: 'any', clients: [[upsert(row(1, 2))], [D]], lostReplies: 1 } },
  { tour: 'upsert beside delete by expression, lost reply of the target', bounds: { ...milvus, clients: [[upsert(row(1, 2))], [D]], targetLostReplies: 1 } },
  { tour: 'two keys: upsert of both beside delete by expression', bounds: { ...milvus, rows: TWO_KEYS, clients: [[upsert(row(1, 2), row(2, 2))], [D]] } },
  { tour: 'two keys: delete by expression that fails half done, upsert', bounds: { ...milvus, rows: TWO_KEYS, clients: [[upsert(row(2, 2))], [D]], errors: 1 } },
  { tour: 'two keys: partial update, delete and delete by expression', bounds: { ...milvus, rows: TWO_KEYS, clients: [[update(2, 2)], [remove(1)], [D]] } },
  { tour: 'two upserts of one key, crash and lost reply', bounds: { ...milvus, clients: [[upsert(row(1, 2))], [upsert(row(1, 3))]], crashes: 1, lostReplies: 1 } },
  { tour: 'upsert, delete by expression, upsert', bounds: { ...milvus, begin: 'any', clients: [[upsert(row(1, 2))], [D], [upsert(row(1, 3))]] } },
  { tour: 'delete by expression beside two upserts, cutover', bounds: { ...milvus, clients: [[upsert(row(1, 2))], [D]], stops: 2, boxes: 1, lostReplies: 1 } },
  { tour: 'Lite to Lite: upsert beside delete by expression, crash', bounds: { ...lite, begin: 'any', clients: [[upsert(row(1, 2))], [D]], crashes: 1 } },
  { tour: 'Lite to Lite: upsert beside delete by expression, lost reply', bounds: { ...lite, begin: 'any', clients: [[upsert(row(1, 2))], [D]], lostReplies: 1 } },
  { tour: 'an upsert beside a delete by expression, as of a moment', bounds: { ...clock, clients: [[upsert(row(1, 2))], [D]] } },
  { tour: 'deletes by expression around an upsert, as of a moment', bounds: { ...clock, rows: [], clients: [[D, upsert(row(1, 1)), D]] } },
  { tour: 'an upsert beside two deletes by expression, as of a moment', bounds: { ...clock, clients: [[upsert(row(1, 2))], [D, D]] } },
  { tour: 'two upserts and a delete by expression, as of a moment', bounds: { ...clock, clients: [[upsert(row(1, 2)), upsert(row(1, 1))], [D]] } },
  { tour: 'upserts as of a moment, crash and lost reply of the target', bounds: { ...clock, rows: [], clients: [[upsert(row(1, 2)), upsert(row(1, 3))]], crashes: 1, targetLostReplies: 1 } },
  { tour: 'an upsert and a cutover, as of a moment', bounds: { ...clock, rows: [], clients: [[upsert(row(1, 2))], [upsert(row(1, 3))]], stops: 2, lostReplies: 1 } },
  { tour: 'upsert beside delete by expression, crash and lost reply', bounds: { ...milvus, begin: 'any', clients: [[upsert(row(1, 2))], [D]], crashes: 1, lostReplies: 1 } },
]

/** Small enough to be tried without remembering the states met. */
export const TINY_TOURS: Tour[] = [
  { tour: 'an upsert with a cutover', bounds: { ...milvus, rows: [], clients: [[upsert(row(1, 2))]], stops: 1 } },
  { tour: 'a delete by expression', bounds: { ...milvus, clients: [[D]] } },
  { tour: 'an upsert that is read as of a moment', bounds: { ...clock, rows: [], clients: [[upsert(row(1, 2))]] } },
  { tour: 'a new key, as of a moment', bounds: { ...clock, rows: [], clients: [[insert([row(1, 2)])]] } },
]
