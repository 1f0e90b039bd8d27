import { compactNumber } from '@/components/ui/number-format'
import { TimeChart } from '@/components/ui/time-chart'
import type { LagSample } from '@/lib/contracts/console-api'
import { LAG_GOAL_MS } from '@/lib/migration/lag'
import { durationText } from './duration-text'

const GOAL_S = LAG_GOAL_MS / 1000
const axisSeconds = (seconds: number) => (seconds === 0 ? '0 s' : seconds < 600 ? `${seconds} s` : durationText(seconds * 1000))
const axisRate = (perSecond: number) => `${compactNumber(perSecond)}/s`

/** The last hour: the lag with the line that it should stay under, and both rates. */
export function LagCharts({ samples }: { samples: LagSample[] }) {
  const times = samples.map(({ at }) => at)
  return (
    <div className="grid gap-x-6 gap-y-3 px-4 pb-3 sm:grid-cols-2">
      <TimeChart
        title="Lag"
        times={times}
        series={[{ name: 'Lag', values: samples.map(({ lagMs }) => lagMs / 1000), tone: 'accent', filled: true }]}
        guide={{ value: GOAL_S, label: `${GOAL_S} s` }}
        least={GOAL_S * 2}
        format={(seconds) => axisSeconds(Math.round(seconds * 10) / 10)}
        empty="Collecting readings"
      />
      <TimeChart
        title="Writes"
        times={times}
        series={[
          { name: 'Accepted', values: samples.map(({ acceptPerS }) => acceptPerS), tone: 'accent' },
          { name: 'Applied', values: samples.map(({ applyPerS }) => applyPerS), tone: 'warn', dashed: true },
        ]}
        least={10}
        format={axisRate}
        empty="Collecting readings"
      />
    </div>
  )
}
