import { afterAll, beforeAll, expect, test } from 'vitest'
import { gateway } from './gateway.ts'
import { startPair, type Pair } from './servers.ts'
import { parseSettings } from './settings.ts'
import { printTable } from './table.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair('lite')
})
afterAll(() => pair.stop())

test('the gateway benchmark measures every call both ways, with and without capture', async () => {
  const settings = parseSettings(['gateway', '--runs', '1', '--slice-ms', '20'])
  const table = gateway.table(settings)
  await gateway.measure(pair, settings, table)
  expect(table.rows).toHaveLength(4 * 2 * 2)
  for (const row of table.rows) {
    expect(row.values.throughPerS![0], row.label).toBeGreaterThan(0)
    expect(row.values.directMs![0], row.label).toBeGreaterThan(0)
  }
  expect(printTable(table)).toContain('Insert, 8 clients, captured')
})
