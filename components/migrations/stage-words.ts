import type { Tone } from '@/components/ui/badge'
import type { JobStatus, MigrationEventKind } from '@/lib/contracts/console-api'
import type { Convergence } from '@/lib/migration/lag'
import type { Stage } from '@/lib/migration/stage'

export const STEP_TITLES = {
  copy: 'Prepare the target cluster and migrate the existing data',
  sync: 'Sync incremental data',
  switch: 'Switch the endpoint in your application code',
} as const
export type Step = keyof typeof STEP_TITLES
export type StepState = 'waiting' | 'active' | 'done' | 'stopped'

const STEPS: Record<Stage, Record<Step, StepState>> = {
  preparing: { copy: 'active', sync: 'waiting', switch: 'waiting' },
  copying: { copy: 'active', sync: 'waiting', switch: 'waiting' },
  syncing: { copy: 'done', sync: 'active', switch: 'waiting' },
  finalizing: { copy: 'done', sync: 'active', switch: 'waiting' },
  completed: { copy: 'done', sync: 'done', switch: 'active' },
  failed: { copy: 'stopped', sync: 'waiting', switch: 'waiting' },
  cancelled: { copy: 'stopped', sync: 'waiting', switch: 'waiting' },
}

/** `synced`: the existing data had been copied when the migration ended. */
export function stepStates(stage: Stage, synced: boolean): Record<Step, StepState> {
  const states = STEPS[stage]
  return states.copy === 'stopped' && synced ? { copy: 'done', sync: 'stopped', switch: 'waiting' } : states
}

export const JOB_STATUS_WORDS: Record<JobStatus, { label: string; tone: Tone; live?: boolean }> = {
  pending: { label: 'Pending', tone: 'neutral' },
  in_progress: { label: 'In Progress', tone: 'info', live: true },
  successful: { label: 'Successful', tone: 'ok' },
  failed: { label: 'Failed', tone: 'bad' },
  canceled: { label: 'Canceled', tone: 'neutral' },
}

/** One line for lists: what is going on. */
export const STAGE_WORDS: Record<Stage, string> = {
  preparing: 'Preparing the target cluster',
  copying: 'Migrating the existing data',
  syncing: 'Syncing incremental data',
  finalizing: 'Stopping data sync',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Canceled',
}

export const CONVERGENCE_WORDS: Record<Convergence, { text: string; tone: Tone }> = {
  'caught-up': { text: 'The target has caught up with the source.', tone: 'ok' },
  converging: { text: 'The target is catching up: it applies writes faster than the source accepts them.', tone: 'info' },
  steady: {
    text: 'The lag neither grows nor shrinks: the source accepts writes as fast as the target applies them. Reduce the write load for a while.',
    tone: 'warn',
  },
  'falling-behind': {
    text: 'The target falls behind: the source accepts more than the target can apply. Reduce the write load, or migrate to a larger CU size.',
    tone: 'bad',
  },
}

export const EVENT_KIND_WORDS: Record<MigrationEventKind, string> = {
  started: 'Start',
  stage: 'Stage',
  condition: 'Waiting',
  request: 'Request',
  verification: 'Verification',
  mail: 'Mail',
  failure: 'Failure',
}
