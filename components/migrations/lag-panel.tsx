'use client'
import { cn } from '@/components/ui/cn'
import { wholeNumber } from '@/components/ui/number-format'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import type { MigrationFacts } from '@/lib/contracts/control-api'
import { LAG_GOAL_MS } from '@/lib/migration/lag'
import { expectedCatchUpMs, isStuck } from '@/lib/migration/lag-trend'
import { durationText } from './duration-text'
import { LagCharts } from './lag-charts'
import { LagHelp } from './lag-help'
import { LagTable } from './lag-table'
import { CONVERGENCE_WORDS } from './stage-words'
import { catchUpText } from './time-left-text'
import { useTimeLeft } from './use-time-left'

export function LagPanel({ detail, facts }: { detail: MigrationDetail; facts: MigrationFacts }) {
  const { lagMs, acceptPerS, applyPerS } = facts.sync
  const samples = detail.lagSamples
  return (
    <div className="rounded-lg border bg-canvas">
      <dl className="figures grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)] gap-x-4 p-4">
        <div>
          <dt className="text-xs text-soft">Lag Behind Source</dt>
          <dd className={cn('text-2xl font-semibold', lagMs !== null && lagMs >= LAG_GOAL_MS && 'text-warn')}>{lagMs === null ? '–' : durationText(lagMs)}</dd>
        </div>
        <Rate name="Accepted" perSecond={acceptPerS} />
        <Rate name="Applied" perSecond={applyPerS} />
      </dl>
      <LagCharts samples={samples} />
      <Verdict detail={detail} />
      {isStuck(samples) && detail.dataPlaneProblem === null && <LagHelp facts={facts} />}
      <LagTable samples={samples} />
    </div>
  )
}

function Rate({ name, perSecond }: { name: string; perSecond: number }) {
  return (
    <div>
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="text-lg">
        {wholeNumber(perSecond)} <span className="text-xs text-soft">writes/s</span>
      </dd>
    </div>
  )
}

const TONES = { ok: 'text-ok', info: 'text-info', warn: 'text-warn', bad: 'text-bad', neutral: '', accent: '' }

/** Whether it will catch up, and when. Always one line high, so that nothing moves when it is known. */
function Verdict({ detail }: { detail: MigrationDetail }) {
  const { convergence, lagSamples } = detail
  const left = useTimeLeft({ at: lagSamples.at(-1)?.at ?? 0, leftMs: expectedCatchUpMs(lagSamples) })
  const words = convergence && CONVERGENCE_WORDS[convergence]
  return (
    <p className={cn('min-h-10.5 border-t px-4 py-2.5 text-sm', words && TONES[words.tone])}>
      {words ? `${words.text}${convergence === 'converging' ? catchUpText(left) : ''}` : <span className="text-faint">Measuring whether the target catches up.</span>}
    </p>
  )
}
