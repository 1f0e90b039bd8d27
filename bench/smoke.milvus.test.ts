import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPair, type Pair } from './servers.ts'
import { parseSettings } from './settings.ts'
import { printTable } from './table.ts'
import { verify } from './verify.ts'

let pair: Pair

beforeAll(async () => {
  pair = await startPair('lite')
})
afterAll(() => pair.stop())

test('the harness moves, verifies, and prints what it measured', async () => {
  const settings = parseSettings(['verify', '--runs', '1', '--entities', '500'])
  const table = verify.table(settings)
  await verify.measure(pair, settings, table)
  expect(table.rows.map(({ label }) => label.split(', ')[1])).toEqual(['words 100-d', 'synthetic 384-d'])
  for (const row of table.rows) expect(row.values.perS![0], row.label).toBeGreaterThan(0)
  expect(printTable(table)).toContain('of reading')
})
