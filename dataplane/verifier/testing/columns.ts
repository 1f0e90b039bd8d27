// Columns as servers send them, one of every kind of field, with a second value for the entity that a test changes.
import { encode, type Message } from '../../milvus/proto.ts'

export type KindOfField = {
  name: string
  /** The FieldData of two entities: the first always the same, the second `changed` or not. */
  field: (changed: boolean) => Message
  /** The same values as another engine may write them. */
  spelled?: Message
}

const scalars = (type: number, arm: string, first: unknown, second: unknown, other: unknown, spelled?: unknown[]): Omit<KindOfField, 'name'> => ({
  field: (changed) => ({ type, scalars: { [arm]: { data: [first, changed ? other : second] } } }),
  ...(spelled && { spelled: { type, scalars: { [arm]: { data: spelled } } } }),
})
const bytes = (...values: number[]) => Buffer.from(values)
const json = (text: string) => Buffer.from(text)
const vectors = (type: number, dim: number, arm: string, first: Buffer, second: Buffer, other: Buffer): Omit<KindOfField, 'name'> => ({
  field: (changed) => ({ type, vectors: { dim, [arm]: Buffer.concat([first, changed ? other : second]) } }),
})
/** Index and value of each entry of a sparse vector. */
export function sparse(...entries: [number, number][]): Buffer {
  return Buffer.concat(
    entries.map(([index, value]) => {
      const entry = Buffer.alloc(8)
      entry.writeUInt32LE(index, 0)
      entry.writeFloatLE(value, 4)
      return entry
    }),
  )
}
const array = (elementType: number, arm: string, first: unknown[], second: unknown[], other: unknown[]): Omit<KindOfField, 'name'> => ({
  field: (changed) => ({ type: 22, scalars: { arrayData: { elementType, data: [first, changed ? other : second].map((data) => ({ [arm]: { data } })) } } }),
})
const nullable = (second: boolean, values: unknown[]): Message => ({ type: 21, validData: [true, second], scalars: { stringData: { data: values } } })

export const KINDS: KindOfField[] = [
  { name: 'bool', ...scalars(1, 'boolData', true, false, true) },
  { name: 'int8', ...scalars(2, 'intData', -128, 127, 126) },
  { name: 'int16', ...scalars(3, 'intData', -1, 300, 301) },
  { name: 'int32', ...scalars(4, 'intData', -(2 ** 31), 5, 6) },
  { name: 'int64', ...scalars(5, 'longData', '0', '9007199254740993', '9007199254740992') },
  { name: 'float', ...scalars(10, 'floatData', NaN, 0, 1e-45, [NaN, -0]) },
  { name: 'double', ...scalars(11, 'doubleData', 0.1, -0, 5e-324, [0.1, 0]) },
  { name: 'varchar', ...scalars(21, 'stringData', '', 'e\u0301', '\u00e9') },
  { name: 'json', ...scalars(23, 'jsonData', json('{"a":1,"b":[1.0,null]}'), json('{"n":9007199254740993}'), json('{"n":9007199254740992}'), [json('{ "b": [1, null], "\\u0061": 1e0 }'), json('{"n":9007199254740993.0}')]) },
  { name: 'geometry wkt', ...scalars(24, 'geometryWktData', 'POINT (1 2)', 'POINT (3 4)', 'POINT (3 5)', ['POINT(1.0 2)', 'point (3 4)']) },
  { name: 'geometry wkb', ...scalars(24, 'geometryData', bytes(1, 2), bytes(3, 4), bytes(3, 5)) },
  { name: 'timestamptz', field: (changed) => ({ type: 26, scalars: { timestamptzData: { data: ['0', changed ? '2' : '1'] } } }), spelled: { type: 26, scalars: { stringData: { data: ['1970-01-01T01:00:00+01:00', '1970-01-01T00:00:00.000001Z'] } } } },
  { name: 'nullable', field: (changed) => nullable(changed, ['a', '']), spelled: nullable(false, ['a']) },
  { name: 'array of int8', ...array(2, 'intData', [], [1, -128], [1, 127]) },
  { name: 'array of int64', ...array(5, 'longData', ['1'], ['9007199254740993'], ['9007199254740992']) },
  { name: 'array of bool', ...array(1, 'boolData', [true], [true, false], [false, true]) },
  { name: 'array of float', ...array(10, 'floatData', [0.5], [1, 2], [1, 2, 3]) },
  { name: 'array of varchar', ...array(21, 'stringData', ['a'], ['a', 'b'], ['b', 'a']) },
  { name: 'binary vector', ...vectors(100, 16, 'binaryVector', bytes(1, 2), bytes(3, 4), bytes(3, 5)) },
  { name: 'float16 vector', ...vectors(102, 2, 'float16Vector', bytes(1, 2, 3, 4), bytes(5, 6, 7, 8), bytes(5, 6, 7, 9)) },
  { name: 'bfloat16 vector', ...vectors(103, 2, 'bfloat16Vector', bytes(1, 2, 3, 4), bytes(5, 6, 7, 8), bytes(4, 6, 7, 8)) },
  { name: 'int8 vector', ...vectors(105, 2, 'int8Vector', bytes(1, 255), bytes(5, 6), bytes(5, 7)) },
  {
    name: 'float vector',
    field: (changed) => ({ type: 101, vectors: { dim: 2, floatVector: { data: [0, 0.5, 1, changed ? 1.5 : NaN] } } }),
    spelled: { type: 101, vectors: { dim: 2, floatVector: { data: [-0, 0.5, 1, NaN] } } },
  },
  {
    name: 'sparse vector',
    field: (changed) => ({ type: 104, vectors: { sparseFloatVector: { contents: [sparse([0, 1]), sparse([2, 0.5], [2 ** 32 - 2, changed ? 1 : 2])] } } }),
    spelled: { type: 104, vectors: { sparseFloatVector: { contents: [sparse([0, 1]), sparse([2 ** 32 - 2, 2], [2, 0.5])] } } },
  },
  {
    name: 'array of structs',
    field: (changed) => ({
      type: 200,
      structArrays: {
        fields: [
          { fieldName: 'n', type: 22, scalars: { arrayData: { elementType: 5, data: [['1', '2'], ['3']].map((data) => ({ longData: { data } })) } } },
          { fieldName: 'v', type: 106, vectors: { dim: 2, vectorArray: { dim: 2, elementType: 101, data: [[1, 2, 3, 4], [5, changed ? 7 : 6]].map((data) => ({ dim: 2, floatVector: { data } })) } } },
        ],
      },
    }),
  },
]

/** A column of a Query reply. */
export function column(name: string, field: Message): { name: string; bytes: Buffer } {
  return { name, bytes: encode('schema.FieldData', { ...field, fieldName: name }) }
}
