// A Load or Release of many collections, as it goes on. Pure.

export type Place = { database: string; name: string }
export type Wish = 'load' | 'release'
/** `asked`: the server has taken the request; a load then takes its time. */
export type LoadStep = { place: Place; state: 'waiting' | 'asked' | 'done' | 'failed'; progress: number; error: string | null }
export type LoadRun = { wish: Wish; steps: LoadStep[] }

/** As LOADS_AT_ONCE of the request, which the browser does not fetch for one number; the server checks it. */
export const BATCH = 20

export function placeKey({ database, name }: Place): string {
  return `${database}/${name}`
}

export function newRun(wish: Wish, places: readonly Place[]): LoadRun {
  return { wish, steps: places.map((place) => ({ place, state: 'waiting', progress: 0, error: null })) }
}

/** The places in groups that the server takes at once. */
export function batchesOf(places: readonly Place[]): Place[][] {
  return Array.from({ length: Math.ceil(places.length / BATCH) }, (_, at) => places.slice(at * BATCH, (at + 1) * BATCH))
}

/** The run with some of its steps changed. */
export function withSteps(run: LoadRun, changes: readonly { place: Place; change: Partial<LoadStep> }[]): LoadRun {
  const byKey = new Map(changes.map(({ place, change }) => [placeKey(place), change]))
  return { ...run, steps: run.steps.map((step) => ({ ...step, ...byKey.get(placeKey(step.place)) })) }
}

export function inState(run: LoadRun, ...states: LoadStep['state'][]): Place[] {
  return run.steps.filter(({ state }) => states.includes(state)).map(({ place }) => place)
}

/** `12 of 40 loaded, 2 failed` */
export function runText({ wish, steps }: LoadRun): string {
  const count = (state: LoadStep['state']) => steps.filter((step) => step.state === state).length
  const failed = count('failed')
  return `${count('done')} of ${steps.length} ${wish === 'load' ? 'loaded' : 'released'}${failed > 0 ? `, ${failed} failed` : ''}`
}
