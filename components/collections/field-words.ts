import type { FieldDetail } from '@/lib/contracts/collections-api'

/** What stands in the type of a field, so that it is not said a second time. */
const IN_TYPE = ['dim', 'max_length', 'max_capacity']

/** `FloatVector(768)`, `VarChar(200)`, `Array<VarChar(64)>[100]` */
export function fieldTypeText({ type, elementType, params }: FieldDetail): string {
  const valueOf = (key: string) => params.find((pair) => pair.key === key)?.value
  const [dim, length, capacity] = IN_TYPE.map(valueOf)
  if (elementType !== null) return `Array<${elementType}${length ? `(${length})` : ''}>${capacity ? `[${capacity}]` : ''}`
  const size = dim ?? length
  return size === undefined ? type : `${type}(${size})`
}

export function pairText({ key, value }: { key: string; value: string }): string {
  return `${key}: ${value}`
}

/** Everything else that a schema says of a field, in the words of Milvus. */
export function fieldMarks(field: FieldDetail): string[] {
  const marks = [
    field.primaryKey && 'Primary key',
    field.autoId && 'autoID',
    field.partitionKey && 'Partition key',
    field.clusteringKey && 'Clustering key',
    field.nullable && 'Nullable',
    field.defaultValue !== null && `Default ${field.defaultValue}`,
    field.functionOutput && 'Function output',
    ...field.params.filter(({ key }) => !IN_TYPE.includes(key)).map(pairText),
  ]
  return marks.filter((mark) => mark !== false)
}
