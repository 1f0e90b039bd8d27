// What a schema asks of a server beside its types. An older server does not refuse what it does not know: it drops it
// from the schema and would refuse or alter entities later.
import type { Engine, Finding } from '../../lib/contracts/control-api.ts'
import { isAtLeast } from '../milvus/engines.ts'
import { decode } from '../milvus/proto.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { called, named, type Check } from './check.ts'

type Field = { name: string; isClusteringKey: boolean; typeParams: { key: string }[] }
type Schema = { fields: Field[]; functions: { name: string; type: number }[] }

type Feature = {
  /** As in "uses …". */
  name: string
  /** Which fields or functions use it. */
  usedBy: (schema: Schema) => string[]
  /** Oldest Milvus that has it. */
  since: string
  lite: boolean
  severity: Finding['severity']
  /** What becomes of it where it is missing. */
  without: string
}

/** schema.FunctionType; 1 is BM25. */
const TEXT_EMBEDDING = 2

/** Beside those of the capability table (milvus/engines.ts), which are told without their users. */
const FEATURES: readonly Feature[] = [
  { name: 'text embedding functions', usedBy: ({ functions }) => ofType(functions, (type) => type === TEXT_EMBEDDING), since: '2.6.0', lite: false, severity: 'blocker', without: 'It would have no vectors for new entities.' },
  { name: 'functions of newer kinds', usedBy: ({ functions }) => ofType(functions, (type) => type > TEXT_EMBEDDING), since: '2.6.0', lite: false, severity: 'blocker', without: 'It would not compute their fields.' },
  { name: 'text match', usedBy: ({ fields }) => fields.filter(({ typeParams }) => typeParams.some(({ key }) => key === 'enable_match')).map(({ name }) => name), since: '2.5.0', lite: true, severity: 'blocker', without: 'Filters with text_match would fail there.' },
  { name: 'a clustering key', usedBy: ({ fields }) => fields.filter(({ isClusteringKey }) => isClusteringKey).map(({ name }) => name), since: '2.4.0', lite: false, severity: 'warning', without: 'Entities and results are the same without it; large searches may be slower.' },
]

function ofType(functions: Schema['functions'], which: (type: number) => boolean): string[] {
  return functions.filter(({ type }) => which(type)).map(({ name }) => name)
}

export const checkFeatures: Check = ({ collections, targetEngine, targetCapabilities, targetName }) =>
  Promise.resolve(
    collections.flatMap(({ shape }) => {
      const unknown = shape.features.filter((feature) => !targetCapabilities.schemaFeatures.has(feature))
      if (unknown.length > 0) return [dropped(shape, unknown, targetName)]
      const missing = FEATURES.filter((feature) => !has(targetEngine, feature))
      if (missing.length === 0) return []
      const schema = decode('schema.CollectionSchema', shape.schemaBytes) as Schema
      return missing.flatMap((feature) => finding(shape, feature, feature.usedBy(schema), targetName))
    }),
  )

function has(engine: Engine, feature: Feature): boolean {
  return engine.kind === 'lite' ? feature.lite : isAtLeast(engine.version, feature.since)
}

function dropped(shape: CollectionShape, features: readonly string[], targetName: string): Finding {
  return {
    check: 'features',
    severity: 'blocker',
    message: `${called(shape)} uses ${features.join(' and ')}, which ${targetName} does not have. It would leave them out of the schema and refuse or alter entities later.`,
    remedy: 'Choose a target of a newer version, or drop the collection on the source.',
  }
}

function finding(shape: CollectionShape, feature: Feature, users: string[], targetName: string): Finding[] {
  if (users.length === 0) return []
  return [
    {
      check: 'features',
      severity: feature.severity,
      message: `${called(shape)} uses ${feature.name} (${named(users)}), which ${targetName} does not have. ${feature.without}`,
      remedy:
        feature.severity === 'blocker'
          ? `Choose a target that has it (Milvus ${feature.since} or newer), or drop the collection on the source.`
          : `Nothing to do, or choose a target that has it (Milvus ${feature.since} or newer).`,
    },
  ]
}
