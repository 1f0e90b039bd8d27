// What an engine does with entities, as far as the migration can see it, in memory: two kinds that differ where
// Milvus and Milvus Lite differ. Checked against both real ones in model-engines.milvus.test.ts.

export type EngineKind = 'milvus' | 'lite'

/** An entity. `b` may be missing in a write; `meta` holds the dynamic fields as JSON. */
export type Row = { key: bigint; partition: string; a: bigint; b: bigint; meta: string }
/** A row of a write request: what is undefined was not sent. */
export type SentRow = { key: bigint; a?: bigint; b?: bigint; meta?: string }

type Matches = (row: Pick<Row, 'key' | 'a' | 'b'>) => boolean

export class ModelRows {
  readonly kind: EngineKind
  /** Every version that the engine holds, oldest first. */
  versions: Row[] = []
  /** What a read with weak consistency may still show of a key: its row before the last change. */
  readonly before = new Map<bigint, Row | undefined>()
  /** `versions` after so many changes, where that is kept. */
  history: Row[][] | undefined

  constructor(kind: EngineKind) {
    this.kind = kind
  }

  /** Milvus keeps the key's other versions; Lite replaces the entity wherever it is. */
  insert(partition: string, row: SentRow): void {
    this.#remember(row.key)
    if (this.kind === 'lite') this.#drop(row.key)
    this.#change([...this.versions, whole(row, partition)])
  }

  /** Milvus replaces the key in its partition; Lite merges with what is there, also in the dynamic fields. */
  upsert(partition: string, row: SentRow): void {
    this.#remember(row.key)
    const old = this.find((one) => one.key === row.key, this.kind === 'lite' ? [] : [partition])[0]
    this.#drop(row.key, this.kind === 'lite' ? '' : partition)
    const merged = this.kind === 'lite' && old ? { ...old, ...sent(row), meta: mergedMeta(old.meta, row.meta) } : row
    this.#change([...this.versions, whole(merged, partition)])
  }

  /** An empty partition stands for all. On Lite a partition does not confine a delete. */
  delete(partition: string, key: bigint): void {
    this.#remember(key)
    this.#drop(key, this.kind === 'lite' ? '' : partition)
    this.#change(this.versions)
  }

  /** Keeps what there was after each change from here on. */
  keepHistory(): void {
    this.history = [this.versions]
  }

  /** Rows as Query shows them: one a key, of several partitions' the latest, in key order. */
  find(matches: Matches, partitions: readonly string[] = [], limit = Infinity, versions: readonly Row[] = this.versions): Row[] {
    const shown = new Map<bigint, Row>()
    for (const row of versions) {
      if (!matches(row) || (partitions.length > 0 && !partitions.includes(row.partition))) continue
      if (shown.get(row.key)?.partition !== row.partition) shown.set(row.key, row)
    }
    return [...shown.values()].sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)).slice(0, limit)
  }

  /** The row that a weak read may show instead of the present one. */
  stale(key: bigint): Row | undefined {
    return this.before.get(key)
  }

  /** Every version; those of one key in the order in which they came, since that decides which of them is shown. */
  text(): string {
    return textOf(this.versions)
  }

  /** What reads of each partition by itself show. */
  shownText(): string {
    const shown = new Map<string, Row>()
    for (const row of this.versions) if (!shown.has(placeOf(row))) shown.set(placeOf(row), row)
    return textOf([...shown.values()])
  }

  #change(versions: Row[]): void {
    this.versions = versions
    this.history?.push(versions)
  }

  #remember(key: bigint): void {
    this.before.set(key, this.versions.find((row) => row.key === key))
  }

  #drop(key: bigint, partition = ''): void {
    this.versions = this.versions.filter((row) => row.key !== key || (partition !== '' && row.partition !== partition))
  }
}

const placeOf = ({ key, partition }: Row): string => `${key}@${partition}`

function textOf(rows: readonly Row[]): string {
  const inOrder = rows.map((row) => [placeOf(row), row] as const).sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0))
  return inOrder.map(([place, { a, b, meta }]) => `${place}=${a},${b}${meta}`).join(' ')
}

function whole(row: SentRow, partition: string): Row {
  return { key: row.key, partition, a: row.a ?? 0n, b: row.b ?? 0n, meta: row.meta ?? '{}' }
}

function sent(row: SentRow): SentRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as SentRow
}

function mergedMeta(old: string, more: string | undefined): string {
  return JSON.stringify({ ...(JSON.parse(old) as object), ...(JSON.parse(more ?? '{}') as object) })
}

const known = new Map<string, Matches>()

/** The expressions that the product and the tests write: comparisons and lists of pk, a and b, with `and`, `or`. */
export function matcher(expr: string): Matches {
  let matches = known.get(expr)
  if (!matches) known.set(expr, (matches = parse(expr)))
  return matches
}

function parse(expr: string): Matches {
  if (expr === '') return () => true
  for (const [word, join] of [[' or ', 'some'], [' and ', 'every']] as const) {
    const parts = splitOutside(expr, word)
    if (parts.length > 1) {
      const all = parts.map(parse)
      return (row) => all[join]((part) => part(row))
    }
  }
  const bare = /^\((.*)\)$/.exec(expr)?.[1]
  if (bare !== undefined) return parse(bare)
  const list = /^pk in \[([-\d,]*)\]$/.exec(expr)?.[1]
  if (list !== undefined) {
    const keys = new Set(list.split(','))
    return ({ key }) => keys.has(String(key))
  }
  const [, field, operator, value] = /^(pk|a|b) (==|>=|<=|>) (-?\d+)$/.exec(expr) ?? []
  if (value === undefined) throw new Error(`The model knows no expression "${expr}".`)
  const bound = BigInt(value)
  const compare = { '==': (x: bigint) => x === bound, '>=': (x: bigint) => x >= bound, '<=': (x: bigint) => x <= bound, '>': (x: bigint) => x > bound }[operator as '==']
  return (row) => compare(field === 'pk' ? row.key : row[field as 'a'])
}

/** Parts of `expr` between the words that stand outside of parentheses. */
function splitOutside(expr: string, word: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < expr.length; at++) {
    if (expr[at] === '(') depth++
    else if (expr[at] === ')') depth--
    else if (depth === 0 && expr.startsWith(word, at)) {
      parts.push(expr.slice(from, at))
      from = at + word.length
    }
  }
  return [...parts, expr.slice(from)]
}
