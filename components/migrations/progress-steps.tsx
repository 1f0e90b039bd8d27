import { Check, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { CopyStep } from './copy-step'
import type { MigrationActions } from './migration-actions'
import { STEP_TITLES, stepStates, type Step, type StepState } from './stage-words'
import { SwitchStep } from './switch-step'
import { SyncStep } from './sync-step'

type Props = { detail: MigrationDetail; actions: MigrationActions }

export function ProgressSteps({ detail, actions }: Props) {
  const states = stepStates(detail.migration.stage, detail.facts?.syncStartedAt != null)
  return (
    <ol className="space-y-0">
      <StepItem step="copy" number={1} state={states.copy}>
        <CopyStep detail={detail} state={states.copy} />
      </StepItem>
      <StepItem step="sync" number={2} state={states.sync}>
        <SyncStep detail={detail} state={states.sync} actions={actions} />
      </StepItem>
      <StepItem step="switch" number={3} state={states.switch} last>
        <SwitchStep detail={detail} state={states.switch} />
      </StepItem>
    </ol>
  )
}

const SAID: Record<StepState, string> = { waiting: 'not started', active: 'in progress', done: 'done', stopped: 'stopped' }

function StepItem({ step, number, state, last, children }: { step: Step; number: number; state: StepState; last?: boolean; children: ReactNode }) {
  return (
    <li aria-current={state === 'active' ? 'step' : undefined} className="relative grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 pb-5 last:pb-1">
      {!last && <span aria-hidden className={cn('absolute top-8 bottom-1 left-3.5 w-px -translate-x-1/2', state === 'done' ? 'bg-ok-mark' : 'bg-line')} />}
      <StepMark state={state} number={number} />
      <div className="min-w-0">
        <h3 className={cn('flex min-h-7 items-center text-base font-semibold', state === 'waiting' && 'font-medium text-soft')}>
          <span>
            {STEP_TITLES[step]}
            <span className="sr-only">, {SAID[state]}</span>
          </span>
        </h3>
        {children}
      </div>
    </li>
  )
}

function StepMark({ state, number }: { state: StepState; number: number }) {
  const look = {
    waiting: 'border-line bg-surface text-faint',
    active: 'border-accent bg-accent text-accent-ink',
    done: 'border-transparent bg-ok-soft text-ok',
    stopped: 'border-transparent bg-bad-soft text-bad',
  }[state]
  return (
    <span aria-hidden className={cn('grid size-7 place-items-center rounded-full border text-xs font-semibold', look)}>
      {state === 'done' ? <Check className="size-4" /> : state === 'stopped' ? <X className="size-4" /> : number}
    </span>
  )
}
