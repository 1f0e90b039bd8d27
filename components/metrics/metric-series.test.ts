import { expect, test } from 'vitest'
import { EMPTY_SAMPLE } from '@/lib/contracts/cluster-metrics'
import { metricsOf, tableRows } from './metric-series'

const metrics = metricsOf({
  endpoint: [
    { ...EMPTY_SAMPLE, at: 0, calls: 20, errors: 5, bytesIn: 1_000, bytesOut: 50_000, readP50Ms: 2, readP99Ms: 9 },
    { ...EMPTY_SAMPLE, at: 10_000 },
  ],
  contents: [{ at: 0, entities: 5, collections: 2, loaded: 1 }],
})
const metric = (id: string) => metrics.find((one) => one.id === id)!

test('rates are per second, whatever the length of a sample', () => {
  expect(metric('calls').lines).toEqual([{ name: 'Calls', values: [2, 0] }, { name: 'Errors', values: [0.5, 0] }])
  expect(metric('bytes').lines.map(({ values }) => values[0])).toEqual([100, 5_000])
})

test('a time without a call has no latency, which is not a latency of nothing', () => {
  expect(metric('read')).toMatchObject({ times: [0], lines: [{ values: [2] }, { values: [9] }] })
  expect(metric('write').times).toEqual([])
})

test('the table says what the chart shows, newest first, and stays short', () => {
  expect(tableRows(metric('calls'))).toEqual([{ at: 10_000, values: [0, 0] }, { at: 0, values: [2, 0.5] }])
  const long = { ...metric('calls'), times: Array.from({ length: 360 }, (_, at) => at), lines: [] }
  expect(tableRows(long).length).toBeLessThanOrEqual(30)
  expect(tableRows(long)[0]?.at).toBe(359)
})
