// From the data plane's samples to what a chart and its table show. Pure.
import { METRICS_EVERY_MS, type ClusterMetrics, type EndpointSample } from '@/lib/contracts/cluster-metrics'

export type Line = { name: string; values: number[] }
export type Metric = { id: string; title: string; times: number[]; lines: Line[]; unit: 'count' | 'per_s' | 'bytes_per_s' | 'ms'; empty: string }

const SECONDS = METRICS_EVERY_MS / 1000

function perSecond(samples: readonly EndpointSample[], name: string, of: 'calls' | 'errors' | 'bytesIn' | 'bytesOut'): Line {
  return { name, values: samples.map((sample) => sample[of] / SECONDS) }
}

/** Only the times in which there were such calls: no call has no latency. */
function latency(samples: readonly EndpointSample[], kind: 'read' | 'write'): Metric {
  const known = samples.filter((sample) => sample[`${kind}P50Ms`] !== null)
  const [only] = known
  return {
    id: kind,
    title: kind === 'read' ? 'Read latency' : 'Write latency',
    times: known.map(({ at }) => at),
    lines: [
      { name: 'p50', values: known.map((sample) => sample[`${kind}P50Ms`] ?? 0) },
      { name: 'p99', values: known.map((sample) => sample[`${kind}P99Ms`] ?? 0) },
    ],
    unit: 'ms',
    // A line needs two readings.
    empty: only ? `p50 ${only[`${kind}P50Ms`]} ms, p99 ${only[`${kind}P99Ms`]} ms, at one time only` : `No ${kind} through the endpoint in the last hour`,
  }
}

/** Every chart of a cluster, in the order of the page. */
export function metricsOf({ endpoint, contents }: ClusterMetrics): Metric[] {
  const counted = contents.map(({ at }) => at)
  const passed = endpoint.map(({ at }) => at)
  return [
    { id: 'entities', title: 'Entities', times: counted, lines: [{ name: 'Entities', values: contents.map(({ entities }) => entities) }], unit: 'count', empty: 'Counted once a minute' },
    {
      id: 'collections',
      title: 'Collections',
      times: counted,
      lines: [
        { name: 'All', values: contents.map(({ collections }) => collections) },
        { name: 'Loaded', values: contents.map(({ loaded }) => loaded) },
      ],
      unit: 'count',
      empty: 'Counted once a minute',
    },
    { id: 'calls', title: 'Calls', times: passed, lines: [perSecond(endpoint, 'Calls', 'calls'), perSecond(endpoint, 'Errors', 'errors')], unit: 'per_s', empty: 'Collecting readings' },
    { id: 'bytes', title: 'Traffic', times: passed, lines: [perSecond(endpoint, 'In', 'bytesIn'), perSecond(endpoint, 'Out', 'bytesOut')], unit: 'bytes_per_s', empty: 'Collecting readings' },
    latency(endpoint, 'read'),
    latency(endpoint, 'write'),
  ]
}

/** The rows of the table, newest first: as many as one reads, spread over the whole time. */
export function tableRows({ times, lines }: Metric, most = 30): { at: number; values: number[] }[] {
  const step = Math.max(1, Math.ceil(times.length / most))
  const rows: { at: number; values: number[] }[] = []
  for (let index = times.length - 1; index >= 0; index -= step) rows.push({ at: times[index] ?? 0, values: lines.map(({ values }) => values[index] ?? 0) })
  return rows
}
