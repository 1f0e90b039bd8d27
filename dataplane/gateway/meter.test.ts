import { expect, test } from 'vitest'
import { METRICS_EVERY_MS, METRICS_KEPT_MS } from '../../lib/contracts/cluster-metrics.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import { EndpointMeter } from './meter.ts'

function meterAt(start: number) {
  const clock = { now: start }
  return { clock, meter: new EndpointMeter(() => clock.now) }
}

test('calls, errors and bytes are told for the time in which they ended', () => {
  const { clock, meter } = meterAt(0)
  const call = meter.begin('read')
  call.received(10)
  call.sent(200)
  call.end()
  const failing = meter.begin('write')
  failing.failed()
  failing.failed()
  failing.end()
  expect(meter.samples()).toEqual([])
  clock.now = METRICS_EVERY_MS
  expect(meter.samples()).toMatchObject([{ at: 0, calls: 2, errors: 1, bytesIn: 10, bytesOut: 200 }])
  expect(meter.samples()[0]?.readP50Ms).toBeGreaterThan(0)
  expect(meter.samples()[0]?.writeP99Ms).toBeGreaterThan(0)
})

test('a call that is neither a read nor a write counts without a latency', () => {
  const { clock, meter } = meterAt(0)
  meter.begin('load').end()
  clock.now = METRICS_EVERY_MS
  expect(meter.samples()).toMatchObject([{ calls: 1, readP50Ms: null, writeP50Ms: null }])
})

test('idle times are told as such, and nothing older than an hour is kept', () => {
  const { clock, meter } = meterAt(0)
  meter.begin('read').end()
  clock.now = 3 * METRICS_EVERY_MS
  expect(meter.samples().map(({ calls }) => calls)).toEqual([1, 0, 0])
  clock.now = METRICS_KEPT_MS + 10 * METRICS_EVERY_MS
  meter.begin('read').end()
  const samples = meter.samples()
  expect(samples).toHaveLength(METRICS_KEPT_MS / METRICS_EVERY_MS)
  expect(samples.reduce((sum, { calls }) => sum + calls, 0)).toBe(0)
})

test('a percentile is never under the true one and at most a fifth above it', () => {
  const histogram = new LatencyHistogram()
  for (let ms = 1; ms <= 1_000; ms++) histogram.add(ms)
  for (const share of [0.5, 0.99]) {
    const told = histogram.percentile(share)!
    expect(told).toBeGreaterThanOrEqual(share * 1_000)
    expect(told).toBeLessThan(share * 1_000 * 1.2)
  }
  expect(new LatencyHistogram().percentile(0.5)).toBeNull()
})
