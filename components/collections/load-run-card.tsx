import { RotateCw, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ProgressBar } from '@/components/ui/progress-bar'
import { inState, placeKey, runText, type LoadRun, type LoadStep } from './load-run'

type Props = { run: LoadRun; busy: boolean; onRetry: () => void; onClose: () => void }

/** More than these would only scroll: failures first, then what is under way. */
const SHOWN = 200
const ORDER: Record<LoadStep['state'], number> = { failed: 0, asked: 1, waiting: 2, done: 3 }

/** How a Load or Release of several collections goes on, and what became of each. */
export function LoadRunCard({ run, busy, onRetry, onClose }: Props) {
  const failed = inState(run, 'failed').length
  const steps = [...run.steps].sort((a, b) => ORDER[a.state] - ORDER[b.state]).slice(0, SHOWN)
  const done = run.steps.reduce((sum, { state, progress }) => sum + (state === 'done' || state === 'failed' ? 100 : progress), 0)
  return (
    <Card aria-label={run.wish === 'load' ? 'Loading collections' : 'Releasing collections'}>
      <div className="flex flex-wrap items-center gap-3 px-5 py-3">
        <p role="status" className="figures text-sm font-medium">
          {runText(run)}
        </p>
        <ProgressBar value={done} max={run.steps.length * 100} label="All collections of this run" className="min-w-24 flex-1" tone={failed > 0 ? 'bad' : 'accent'} />
        {failed > 0 && (
          <Button size="sm" onClick={onRetry} disabled={busy}>
            <RotateCw aria-hidden />
            Retry failed
          </Button>
        )}
        <Button size="icon-sm" variant="ghost" aria-label="Close" onClick={onClose} disabled={busy}>
          <X aria-hidden />
        </Button>
      </div>
      {run.steps.length > 1 || failed > 0 ? (
        <ul className="max-h-60 divide-y overflow-y-auto border-t text-sm" tabIndex={0} aria-label="Each collection">
          {steps.map((step) => (
            <li key={placeKey(step.place)} className="flex flex-wrap items-center justify-between gap-x-4 px-5 py-1.5">
              <span className="min-w-0 break-all">{step.place.name}</span>
              <span className={step.state === 'failed' ? 'text-bad' : 'figures text-soft'}>{stepText(step, run)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  )
}

function stepText({ state, error, progress }: LoadStep, { wish }: LoadRun): string {
  if (state === 'failed') return error ?? 'Failed'
  if (state === 'done') return wish === 'load' ? 'Loaded' : 'Released'
  return state === 'asked' ? `Loading, ${Math.floor(progress)} %` : 'Waiting'
}
