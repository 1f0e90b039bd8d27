// One try to make the target the serving side: hold writes, drain, mark, apply up to the marker, look,
// switch. Time-boxed: when the box is up the held writes go back to the source and nothing has changed.
//
// Invariant: the switch is one durable decision, taken only while no write is under way and everything
// accepted is on the target.
import { AppError, publicMessageOf } from '../../lib/errors/app-error.ts'
import { crashPoint } from '../lifecycle/crash-point.ts'
import { within } from '../lifecycle/waiting.ts'

export type CutoverSteps = {
  /** New writes wait from here on. */
  hold(): void
  /** Resolves when no write is under way on the source. */
  drained(): Promise<void>
  /** Writes down what is in doubt and the marker; returns when both are durable and applied. */
  applyToMarker(): Promise<void>
  /** Throws `cutover.divergence` where the two sides cannot be the same. */
  verify(): Promise<void>
  /** The durable decision. Throws only where it was not taken; after it there is no way back. */
  switchServingSide(): Promise<void>
  /** Gives the held writes back to the source. */
  release(): void
}

/** `spentMs`: what the hold was made of, as far as it came. */
export type CutoverResult = { heldMs: number; spentMs: Partial<Record<Step, number>> } & ({ switched: true } | { switched: false; reason: string; error: unknown })
type Step = 'drain' | 'apply' | 'compare' | 'switch'

/** The first try may hold writes for 3 s (as gh-ost), later ones for longer, none for more than 10 s. */
export function timeBoxMs(attempt: number): number {
  return Math.min(10_000, 3_000 + (attempt - 1) * 2_000)
}

export async function tryCutover(steps: CutoverSteps, boxMs: number, now: () => number = Date.now): Promise<CutoverResult> {
  const begin = now()
  const left = () => boxMs - (now() - begin)
  const spentMs: CutoverResult['spentMs'] = {}
  const timed = async (step: Step, work: () => Promise<void>) => {
    const since = now()
    await work().finally(() => (spentMs[step] = now() - since))
  }
  const heldSoFar = () => ({ heldMs: now() - begin, spentMs })
  steps.hold()
  crashPoint('cutover.after-hold')
  try {
    await timed('drain', () => inTime(left(), steps.drained(), 'writes under way did not end'))
    crashPoint('cutover.after-drain')
    await timed('apply', () => inTime(left(), steps.applyToMarker(), 'the accepted writes were not applied'))
    crashPoint('cutover.after-applied')
    await timed('compare', () => inTime(left(), steps.verify(), 'source and target were not compared'))
    crashPoint('cutover.before-switch')
    // Not time-boxed: a decision half made must not be given up. It is one small write to disk.
    await timed('switch', () => steps.switchServingSide())
    return { switched: true, ...heldSoFar() }
  } catch (error) {
    steps.release()
    return { switched: false, ...heldSoFar(), reason: publicMessageOf(error), error }
  }
}

async function inTime(ms: number, step: Promise<void>, failure: string): Promise<void> {
  const done = await within(ms, step.then(() => true))
  if (!done) throw new AppError('cutover.timed_out', `Writes were given back to the source cluster: ${failure} in time.`)
}
