// What a benchmark gets and gives. Each one measures one pair of servers and records its runs in one table.
import type { Pair } from './servers.ts'
import type { Settings } from './settings.ts'
import type { Table } from './table.ts'

export type Benchmark = {
  /** An empty table with its columns. */
  table: (settings: Settings) => Table
  /** Measures `settings.runs` times and records it in `table`. Leaves both servers empty. */
  measure: (pair: Pair, settings: Settings, table: Table) => Promise<void>
}
