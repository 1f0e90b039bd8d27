'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { byteText, compactNumber, wholeNumber } from '@/components/ui/number-format'
import { Skeleton } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { TimeChart, type ChartSeries } from '@/components/ui/time-chart'
import { clockTime } from '@/components/ui/time-format'
import { useClusterMetrics } from '@/lib/queries/cluster-metrics'
import { metricsOf, tableRows, type Metric } from './metric-series'

const FORMATS: Record<Metric['unit'], (value: number) => string> = {
  count: (value) => (value < 10 ? String(Number(value.toFixed(1))) : value < 10_000 ? wholeNumber(value) : compactNumber(value)),
  per_s: (value) => `${value < 10 ? Number(value.toFixed(1)) : compactNumber(value)}/s`,
  bytes_per_s: (value) => `${byteText(value).replace('bytes', 'B')}/s`,
  ms: (value) => `${value < 10 ? Number(value.toFixed(1)) : wholeNumber(value)} ms`,
}
const LEAST: Record<Metric['unit'], number> = { count: 4, per_s: 1, bytes_per_s: 100, ms: 1 }
const TONES: ChartSeries['tone'][] = ['accent', 'warn']

/** What the data plane knows for sure of the last hour. */
export function MetricsTab({ clusterId }: { clusterId: string }) {
  const { data, error, refetch, dataUpdatedAt } = useClusterMetrics(clusterId)
  const [asTables, setAsTables] = useState(false)
  if (data === undefined) {
    return error ? <Card><ErrorState error={error} onRetry={() => void refetch()} what="The metrics" /></Card> : <Skeleton className="h-96" />
  }
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-3xl text-sm text-soft">
          The last hour, as the data plane measured it since it was started: what the cluster holds by its own statistics, and what passed its
          endpoint. Errors are calls without an answer and refusals of the gateway.
        </p>
        <Button size="sm" aria-pressed={asTables} onClick={() => setAsTables(!asTables)}>
          {asTables ? 'Show as charts' : 'Show as tables'}
        </Button>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {metricsOf(data).map((metric) => (
          <Card key={metric.id} className="px-5 py-4">
            {asTables ? <MetricTable metric={metric} /> : <MetricChart metric={metric} />}
          </Card>
        ))}
      </div>
    </div>
  )
}

function MetricChart({ metric: { title, times, lines, unit, empty } }: { metric: Metric }) {
  const series = lines.map(({ name, values }, at): ChartSeries => ({ name, values, tone: TONES[at] ?? 'info', filled: at === 0, dashed: at > 0 }))
  return <TimeChart title={title} times={times} series={series} least={LEAST[unit]} format={FORMATS[unit]} empty={empty} />
}

function MetricTable({ metric }: { metric: Metric }) {
  const { title, lines, unit, times, empty } = metric
  return (
    <div className="space-y-2">
      <h3 className="text-xs font-medium text-soft">{title}</h3>
      {times.length === 0 ? (
        <p className="text-sm text-faint">{empty}</p>
      ) : (
        <div className="max-h-60 overflow-y-auto" tabIndex={0} role="region" aria-label={title}>
          <Table label={title}>
            <thead>
              <tr>
                <Th>Time</Th>
                {lines.map(({ name }) => (
                  <Th key={name} className="text-right">
                    {name}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tableRows(metric).map(({ at, values }) => (
                <Tr key={at}>
                  <Td className="figures h-8 py-1">{clockTime(new Date(at))}</Td>
                  {values.map((value, index) => (
                    <Td key={lines[index]?.name} className="figures h-8 py-1 text-right">
                      {FORMATS[unit](value)}
                    </Td>
                  ))}
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </div>
  )
}
