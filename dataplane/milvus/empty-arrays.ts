// Empty arrays in a column. A Query reply has a message without a value for one; Milvus 2.3 looks into that value at an
// Insert without checking it and ends with it, all of its clients with it (validate_util.go, checkArrayElement).
import type { Column } from './field-data.ts'
import { bytesField, fieldsOf, payload } from './wire.ts'

/** FieldData.scalars, ScalarField.array_data, ArrayArray.data. */
const SCALARS = 3
const ARRAYS = 8
const ROW = 1
/** Which arm of ScalarField holds the elements of a schema.DataType. */
const ARMS: Record<number, number> = { 1: 1, 2: 2, 3: 2, 4: 2, 5: 3, 10: 4, 11: 5, 21: 6 }

/** `column`, an array of `elementType` (schema.DataType), with every empty row as an empty list of that type. */
export function withEmptyLists(column: Column, elementType: number): Column {
  const arm = ARMS[elementType]
  if (arm === undefined) return column
  const empty = bytesField(ROW, bytesField(arm, Buffer.alloc(0)))
  const inArrays = (arrays: Buffer) => within(arrays, ROW, (row) => (row.length === 0 ? empty : undefined))
  const inScalars = (scalars: Buffer) => within(scalars, ARRAYS, (arrays) => bytesField(ARRAYS, inArrays(arrays)))
  return { name: column.name, bytes: within(column.bytes, SCALARS, (scalars) => bytesField(SCALARS, inScalars(scalars))) }
}

/** The message with its fields of this number replaced; undefined keeps one as it is. */
function within(message: Buffer, no: number, replace: (body: Buffer) => Buffer | undefined): Buffer {
  const parts: Buffer[] = []
  for (const field of fieldsOf(message)) {
    const replaced = field.no === no && field.type === 2 ? replace(payload(message, field)) : undefined
    parts.push(replaced ?? message.subarray(field.start, field.end))
  }
  return Buffer.concat(parts)
}
