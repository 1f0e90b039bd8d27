// Tries every order within the bounds, by running the history again from its beginning with other choices. A state
// that was met before is not gone into again: its text says all that decides how it goes on.
import type { Bounds } from './bounds.ts'
import { QuietTime } from './quiet-time.ts'
import { World, type Choice } from './world.ts'

export type Exploration = {
  /** Different states met; every order of choices that leads on from each was tried. */
  states: number
  /** Histories run, each from the beginning. */
  runs: number
  /** States in which everything was applied, so that the two sides were compared. */
  compared: number
  /** Histories that ended with the target serving. */
  switched: number
  /** Everything within the bounds was tried. */
  exhausted: boolean
  /** The choices that lead to something wrong, and what it is. */
  found: { problem: string; trace: string[] } | undefined
  /** Where histories ended: the rows of both sides. */
  ends: Set<string>
}

export type Options = {
  mostStates?: number
  /** Also goes into states met before. */
  withoutMemory?: boolean
  /** Gives up: an exploration that went on would disturb the next one, because both hold the clock and the disk. */
  signal?: AbortSignal
}

export async function explore(bounds: Bounds, { mostStates = Infinity, withoutMemory = false, signal }: Options = {}): Promise<Exploration> {
  const time = new QuietTime()
  time.install()
  const result: Exploration = { states: 0, runs: 0, compared: 0, switched: 0, exhausted: false, found: undefined, ends: new Set() }
  const seen = new Set<string>()
  const open: number[][] = [[]]
  try {
    for (let path = open.pop(); path && !result.found && seen.size < mostStates; path = open.pop()) {
      signal?.throwIfAborted()
      result.runs++
      await goOn(await replay(bounds, time, path), path, { seen, open, result, withoutMemory })
    }
    result.exhausted = open.length === 0 && !result.found
  } finally {
    time.uninstall()
  }
  result.states = seen.size
  return result
}

async function replay(bounds: Bounds, time: QuietTime, path: readonly number[]): Promise<World> {
  const world = new World(bounds, time)
  await world.begin()
  for (const at of path) await world.choose(world.choices()[at] as Choice)
  return world
}

type Search = { seen: Set<string>; open: number[][]; result: Exploration; withoutMemory: boolean }

/** Follows the first choice to the end, and notes the others for later. */
async function goOn(world: World, path: number[], search: Search): Promise<void> {
  const { seen, open, result } = search
  for (;;) {
    const text = world.text()
    if (seen.has(text) && !search.withoutMemory) return
    seen.add(text)
    const choices = world.choices()
    const problem = world.problem() ?? (choices.length === 0 ? world.problemAtEnd() : undefined)
    if (problem) return void (result.found = { problem, trace: world.trace })
    if (world.isQuiet) result.compared++
    if (world.isSwitched) result.switched++
    if (choices.length === 0) return void result.ends.add(world.outcome)
    for (let at = choices.length - 1; at > 0; at--) open.push([...path, at])
    await world.choose(choices[0] as Choice)
    path = [...path, 0]
  }
}

/** What a reader of a failed test needs. */
export function report({ found, states, runs }: Exploration): string {
  return found ? `${found.problem}\n${found.trace.map((label, at) => `  ${at + 1}. ${label}`).join('\n')}` : `none in ${states} states, ${runs} runs`
}
