// Random histories. Few keys for many clients, so that writes meet; weights so that most calls change something, and
// so that what empties a collection is rare enough to leave something to compare.
import fc, { type Arbitrary } from 'fast-check'
import type { Client, CollectionPlan, Command, Crash, History, Where } from './history.ts'
import type { Profile } from './profiles.ts'

/** Keys that commands name. */
const HOT_KEYS = 12
const BUCKETS = 4
const COLORS = ['red', 'blue']

/** Half of the writes go to the first collection: two clients that never meet show nothing. */
const collection = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 2 }) })
const partition = fc.nat({ max: 2 })
const bucket = fc.nat({ max: BUCKETS - 1 })
const keys = fc.uniqueArray(fc.nat({ max: HOT_KEYS - 1 }), { minLength: 1, maxLength: 5 })
/** An update of a key that is not there is refused as a whole. */
const fewKeys = fc.uniqueArray(fc.nat({ max: HOT_KEYS - 1 }), { minLength: 1, maxLength: 2 })
const color = fc.option(fc.constantFrom(...COLORS))
const somewhere = fc.option(partition, { freq: 2 })

const where: Arbitrary<Where> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ by: fc.constant('bucket' as const), bucket }) },
  { weight: 2, arbitrary: fc.record({ by: fc.constant('buckets' as const), buckets: fc.uniqueArray(bucket, { minLength: 2, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ by: fc.constant('from-key' as const), key: fc.nat({ max: HOT_KEYS - 1 }) }) },
  { weight: 2, arbitrary: fc.record({ by: fc.constant('color' as const), color: fc.constantFrom(...COLORS) }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constant('everything' as const) }) },
)

function commandsFor(profile: Profile): Arbitrary<Command> {
  const weighted: { weight: number; arbitrary: Arbitrary<Command> }[] = []
  const add = (weight: number, arbitrary: Arbitrary<Command>) => weight > 0 && weighted.push({ weight, arbitrary })
  const of = (weight: number, what: Extract<Command, { collection: number; partition?: never }>['do']) =>
    add(weight, fc.record({ do: fc.constant(what), collection }) as Arbitrary<Command>)
  add(60, fc.record({ do: fc.constant('upsert' as const), collection, partition, keys, bucket, color }))
  add(44, fc.record({ do: fc.constant('insert' as const), collection, partition, keys, bucket, color }))
  if (profile.updates) add(20, fc.record({ do: fc.constant('update' as const), collection, partition, keys: fewKeys, field: fc.constantFrom('bucket' as const, 'note' as const), bucket }))
  add(24, fc.record({ do: fc.constant('delete' as const), collection, partition: somewhere, keys }))
  add(20, fc.record({ do: fc.constant('delete-where' as const), collection, partition: somewhere, where }))
  of(3, 'create')
  of(1, 'drop')
  of(1, 'recreate')
  of(profile.truncates ? 1 : 0, 'truncate')
  of(2, 'load')
  of(2, 'release')
  of(profile.flushes ? 3 : 0, 'flush')
  if (profile.partitionings.includes('named')) {
    add(2, fc.record({ do: fc.constant('create-partition' as const), collection, partition }))
    add(2, fc.record({ do: fc.constant('drop-partition' as const), collection, partition }))
  }
  add(1, fc.record({ do: fc.constant('create-database' as const) }))
  add(1, fc.record({ do: fc.constant('drop-database' as const) }))
  add(10, fc.record({ do: fc.constant('pause' as const), ms: fc.integer({ min: 1, max: 60 }) }))
  return fc.oneof(...weighted)
}

function collectionsFor(profile: Profile): Arbitrary<CollectionPlan> {
  return fc.record({
    key: fc.constantFrom(...profile.keys),
    dynamic: fc.boolean(),
    partitioning: fc.constantFrom(...profile.partitionings),
    elsewhere: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    exists: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    loaded: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    bulk: fc.oneof(fc.constant(0), fc.nat({ max: profile.bulk })),
  })
}

const crash: Arbitrary<Crash> = fc.record({
  during: fc.constantFrom('copying' as const, 'syncing' as const, 'stopping' as const),
  afterMs: fc.nat({ max: 400 }),
  how: fc.constantFrom('kill' as const, 'restart' as const),
})

/** `crashes`: whether the data plane may be ended meanwhile. */
export function histories(profile: Profile, crashes: boolean): Arbitrary<History> {
  const list = fc.array(commandsFor(profile), { maxLength: profile.commands, size: 'max' })
  const client: Arbitrary<Client> = fc.record({ before: list, copying: list, syncing: list, stopping: list })
  return fc.record({
    collections: fc.array(collectionsFor(profile), { minLength: 1, maxLength: 3, size: 'max' }),
    clients: fc.array(client, { minLength: 2, maxLength: 4, size: 'max' }),
    crash: crashes ? fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: crash }) : fc.constant(null),
  })
}
