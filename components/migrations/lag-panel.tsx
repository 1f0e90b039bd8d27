import { wholeNumber } from '@/components/ui/number-format'
import { cn } from '@/components/ui/cn'
import { SparkLine } from '@/components/ui/spark-line'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import type { MigrationFacts } from '@/lib/contracts/control-api'
import { LAG_GOAL_MS } from '@/lib/migration/lag'
import { durationText } from './duration-text'
import { CONVERGENCE_WORDS } from './stage-words'

const GOAL_S = LAG_GOAL_MS / 1000

export function LagPanel({ detail, facts }: { detail: MigrationDetail; facts: MigrationFacts }) {
  const { lagMs, acceptPerS, applyPerS } = facts.sync
  const verdict = detail.convergence && CONVERGENCE_WORDS[detail.convergence]
  return (
    <div className="rounded-lg border bg-canvas">
      <div className="grid gap-x-6 gap-y-3 p-4 sm:grid-cols-[11rem_minmax(0,1fr)]">
        <dl className="figures space-y-2">
          <div>
            <dt className="text-xs text-soft">Lag Behind Source</dt>
            <dd className={cn('text-2xl font-semibold', lagMs !== null && lagMs >= LAG_GOAL_MS && 'text-warn')}>
              {lagMs === null ? '–' : durationText(lagMs)}
            </dd>
          </div>
          <Rate name="Accepted" perSecond={acceptPerS} />
          <Rate name="Applied" perSecond={applyPerS} />
        </dl>
        <LagChart samples={detail.lagSamples} />
      </div>
      {verdict && <p className={cn('border-t px-4 py-2.5 text-sm', VERDICT_TONE[verdict.tone])}>{verdict.text}</p>}
    </div>
  )
}

const VERDICT_TONE = { ok: 'text-ok', info: 'text-info', warn: 'text-warn', bad: 'text-bad', neutral: '', accent: '' }

function Rate({ name, perSecond }: { name: string; perSecond: number }) {
  return (
    <div className="flex justify-between gap-3 text-xs">
      <dt className="text-soft">{name}</dt>
      <dd>{wholeNumber(perSecond)} writes/s</dd>
    </div>
  )
}

function LagChart({ samples }: { samples: MigrationDetail['lagSamples'] }) {
  const points = samples.map((sample) => ({ at: sample.at, value: sample.lagMs / 1000 }))
  const highest = Math.max(0, ...points.map((point) => point.value))
  const span = points.length > 1 ? points.at(-1)!.at - points[0]!.at : 0
  return (
    <figure className="min-w-0">
      <SparkLine
        points={points}
        guide={{ value: GOAL_S, label: `${GOAL_S} s` }}
        label={`Lag over the last ${durationText(span)}: at most ${highest.toFixed(1)} seconds. The dashed line is at ${GOAL_S} seconds.`}
      />
      <figcaption className="figures mt-1 flex justify-between gap-2 text-xs text-faint">
        <span>{span > 0 ? `Last ${durationText(span)}` : 'Collecting readings'}</span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="w-4 border-t border-dashed border-warn-mark" />
          {GOAL_S} s
        </span>
      </figcaption>
    </figure>
  )
}
