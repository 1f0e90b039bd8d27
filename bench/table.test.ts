import { expect, test } from 'vitest'
import { printTable, record, type Table } from './table.ts'

test('a table shows median and extremes of the runs of each row, and a dash for what was not measured', () => {
  const columns = [
    { key: 'ratio', title: 'ratio', digits: 2 },
    { key: 'rows', title: 'rows/s', digits: 0 },
  ]
  const table: Table = { name: 'copy', title: 'a trial', columns, rows: [], notes: ['a note'] }
  for (const rows of [1000, 3000, 2000]) record(table, 'lite', { rows })
  record(table, 'milvus', { ratio: 0.5 })
  expect(printTable(table).split('\n')).toEqual([
    'copy: a trial',
    '        ratio                 rows/s',
    'lite        –  2,000 (1,000–3,000)',
    'milvus   0.50                    –',
    '  a note',
  ].map((line) => expect.stringMatching(new RegExp(line.trim().replace(/[()]/g, '\\$&').replace(/ +/g, ' +')))))
})
