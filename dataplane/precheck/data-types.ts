// Every type of the source's schemas must exist on the target: an older server may crash on one it does not know.
import { typeName } from '../milvus/proto.ts'
import { called, type Check } from './check.ts'

export const checkDataTypes: Check = ({ collections, targetCapabilities, targetName }) =>
  Promise.resolve(
    collections.flatMap(({ shape }) => {
      const missing = shape.dataTypes.filter((type) => !targetCapabilities.dataTypes.has(type))
      if (missing.length === 0) return []
      return [
        {
          check: 'data-types',
          severity: 'blocker' as const,
          message: `${called(shape)} uses ${missing.map(typeName).join(', ')}, which ${targetName} does not have.`,
          remedy: 'Choose a target of a newer version, or drop the collection on the source.',
        },
      ]
    }),
  )
