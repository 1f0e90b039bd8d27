// The things that commands name by number: collections, partitions, keys. One world for each run of a history; all of
// its clients share it, so that they meet on the same keys.
import type { Row } from './book.ts'
import { collectionName, PARTITIONS, SIDE_DATABASE, type CollectionPlan, type History, type Where } from './history.ts'
import type { Profile } from './profiles.ts'

export const DIM = 4
/** Keys from here on break where an int64 becomes a floating-point number. */
const ABOVE_DOUBLE = 9_007_199_254_740_993n
export const BULK_KEYS = 10_000
const FRESH_KEYS = 1_000
export const HOT_KEYS = 12

/** One collection of a history. */
export class Subject {
  readonly plan: CollectionPlan
  readonly name: string
  readonly database: string
  /** Ids that the server gave, or keys of acknowledged inserts where an insert may not meet a key. */
  readonly known: string[] = []
  #profile: Profile
  #fresh = FRESH_KEYS

  constructor(plan: CollectionPlan, at: number, profile: Profile) {
    this.plan = plan
    this.name = collectionName(at)
    this.database = plan.elsewhere ? SIDE_DATABASE : 'default'
    this.#profile = profile
  }

  get fullName(): string {
    return `${this.database}/${this.name}`
  }

  get isAuto(): boolean {
    return this.plan.key === 'auto'
  }

  /** How the key with this number is written. */
  key(n: number): string {
    return this.plan.key === 'varchar' ? `k'é${String(n).padStart(6, '0')}` : String(ABOVE_DOUBLE + BigInt(n))
  }

  /** Keys that an update or delete names: hot ones, and now and then one that is known from an insert. */
  keys(numbers: readonly number[]): string[] {
    const named = numbers.map((n) => {
      if (this.isAuto) return this.known[n % Math.max(1, this.known.length)]
      const late = this.#profile.insertsReplace ? [] : this.known
      return n % 3 === 0 && late.length > 0 ? late[n % late.length] : this.key(n)
    })
    return [...new Set(named.filter((key) => key !== undefined))]
  }

  /** Keys for an insert: hot ones where that replaces, else such as were never used. */
  keysToInsert(numbers: readonly number[]): string[] {
    return numbers.map((n) => this.key(this.#profile.insertsReplace ? n : this.#fresh++))
  }

  /** A partition by number; undefined where the collection has none to name. */
  partition(n: number | null): string | undefined {
    return n === null || this.plan.partitioning !== 'named' ? undefined : PARTITIONS[n % PARTITIONS.length]
  }

  /** As part of a key. */
  place(partition: string | undefined): string | undefined {
    return this.#profile.globalKeys || this.plan.partitioning === 'key' ? undefined : (partition ?? '_default')
  }

  literal(key: string): string {
    return this.plan.key === 'varchar' ? `"${key}"` : key
  }

  /** The expression, and whether an entity fits it. */
  selection(where: Where): { expr: string; fits: (key: string, row: Row) => boolean } {
    if (where.by === 'bucket') return { expr: `bucket == ${where.bucket}`, fits: (_, row) => row.bucket === where.bucket }
    if (where.by === 'buckets') return { expr: `bucket in [${where.buckets.join(', ')}]`, fits: (_, row) => where.buckets.includes(row.bucket) }
    if (where.by === 'color' && this.plan.dynamic) return { expr: `color == "${where.color}"`, fits: (_, row) => row.color === where.color }
    if (where.by === 'from-key') {
      const from = this.keys([where.key])[0] ?? this.key(where.key)
      const reaches = this.plan.key === 'varchar' ? (key: string) => key >= from : (key: string) => BigInt(key) >= BigInt(from)
      const bucket = where.key % 4
      return { expr: `pk >= ${this.literal(from)} and bucket == ${bucket}`, fits: (key, row) => reaches(key) && row.bucket === bucket }
    }
    return { expr: 'bucket >= 0', fits: () => true }
  }
}

export class World {
  readonly subjects: Subject[]
  #revision = 0

  constructor(history: History, profile: Profile) {
    this.subjects = history.collections.map((plan, at) => new Subject(plan, at, profile))
  }

  subject(n: number): Subject {
    return this.subjects[n % this.subjects.length] as Subject
  }

  /** An entity unlike any other. `color` stands for a dynamic field, `shade` for one that goes with some colors only. */
  row(subject: Subject, values: { bucket: number; color: string | null }): Row {
    const rev = ++this.#revision
    const row: Row = { bucket: values.bucket, note: `n${rev}`, rev, emb: Array.from({ length: DIM }, (_, at) => ((rev * (at + 3)) % 64) / 64) }
    if (!subject.plan.dynamic || values.color === null) return row
    return values.color === 'red' ? { ...row, color: values.color, shade: `s${rev}` } : { ...row, color: values.color }
  }
}
