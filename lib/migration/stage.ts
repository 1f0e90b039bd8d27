// The life of a migration as one pure table. It owns which stage follows which event and what each
// stage permits; it knows nothing of clocks, storage or clusters. Condition (running, paused, blocked)
// is kept apart: a migration that waits is still in its stage.

export const STAGES = [
  'preparing',
  'copying',
  'syncing',
  'finalizing',
  'completed',
  'failed',
  'cancelled',
] as const
export type Stage = (typeof STAGES)[number]

export const STAGE_EVENTS = ['prepared', 'copied', 'stop', 'released', 'switched', 'fail', 'cancel'] as const
export type StageEvent = (typeof STAGE_EVENTS)[number]

export type Transition = { ok: true; stage: Stage } | { ok: false; reason: string }

const to = (stage: Stage): Transition => ({ ok: true, stage })
const no = (reason: string): Transition => ({ ok: false, reason })

const ENDED = 'the migration has ended'
const EARLY = 'the existing entities are not copied yet'
const STOPPING = 'data sync is being stopped'

/** Every cell is filled, so the compiler finds a stage or an event that nobody thought about. */
const TABLE: Record<Stage, Record<StageEvent, Transition>> = {
  preparing: {
    prepared: to('copying'),
    copied: no('the target cluster is not prepared yet'),
    stop: no(EARLY),
    released: no('no cutover is under way'),
    switched: no('no cutover is under way'),
    fail: to('failed'),
    cancel: to('cancelled'),
  },
  copying: {
    prepared: no('the target cluster is prepared already'),
    copied: to('syncing'),
    stop: no(EARLY),
    released: no('no cutover is under way'),
    switched: no('no cutover is under way'),
    fail: to('failed'),
    cancel: to('cancelled'),
  },
  syncing: {
    prepared: no('the target cluster is prepared already'),
    copied: no('the existing entities are copied already'),
    stop: to('finalizing'),
    released: no('no cutover is under way'),
    switched: no('no cutover is under way'),
    fail: to('failed'),
    cancel: to('cancelled'),
  },
  finalizing: {
    prepared: no(STOPPING),
    copied: no(STOPPING),
    stop: no(STOPPING),
    released: to('syncing'),
    switched: to('completed'),
    fail: to('failed'),
    cancel: no(STOPPING),
  },
  completed: everyEvent(ENDED),
  failed: everyEvent(ENDED),
  cancelled: everyEvent(ENDED),
}

function everyEvent(reason: string): Record<StageEvent, Transition> {
  return Object.fromEntries(STAGE_EVENTS.map((event) => [event, no(reason)])) as Record<StageEvent, Transition>
}

/** The stage that follows `event`, or why the event is refused. Never throws. */
export function nextStage(stage: Stage, event: StageEvent): Transition {
  return TABLE[stage][event]
}

/** True while the source is Locked: it may not be deleted and the eight operations are refused on it. */
export function isActive(stage: Stage): boolean {
  return !isEnded(stage)
}

/** True in a stage that no event leaves. */
export function isEnded(stage: Stage): boolean {
  return stage === 'completed' || stage === 'failed' || stage === 'cancelled'
}

/** True where a user's Stop Data Sync can be taken. */
export function canStop(stage: Stage): boolean {
  return nextStage(stage, 'stop').ok
}

/** True where a user's Cancel can be taken. */
export function canCancel(stage: Stage): boolean {
  return nextStage(stage, 'cancel').ok
}
