// Time that stands still. Timers do not run out by themselves: they are among the things that may happen next.
// What happens at once (microtasks, setImmediate) happens until nothing is left.

import { LOOK_MS } from '../../applier/horizon.ts'
import { SPACING_MS } from '../../applier/spacing.ts'

export type HeldTimer = {
  ms: number
  fire: () => void
  /** What may no longer happen once this timer has run out. */
  excludes: readonly { label: string }[]
}

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setImmediate: globalThis.setImmediate,
  now: Date.now,
}

/** Waits at most this long are polls: they run out after whatever happens, once. The journal's commit is none. */
const POLL_MS = 20
export const COMMIT_MS = 5
const NOW = 1_000_000

/** Runs out by itself, so it is no choice; a history in which only polls go on is stuck. */
export function isPoll({ ms }: HeldTimer): boolean {
  return (ms <= POLL_MS && ms !== COMMIT_MS) || ms === LOOK_MS || ms === SPACING_MS
}

export class QuietTime {
  timers: HeldTimer[] = []
  #immediates: (() => void)[] = []
  /** Told of each new timer: what it excludes. */
  onTimer: (ms: number) => HeldTimer['excludes'] = () => []

  install(): void {
    const globals = globalThis as unknown as Record<string, unknown>
    globals.setTimeout = (fire: () => void, ms = 0) => {
      const timer = { ms, fire, excludes: this.onTimer(ms) }
      this.timers.push(timer)
      return timer
    }
    globals.clearTimeout = (timer: HeldTimer) => void (this.timers = this.timers.filter((one) => one !== timer))
    globals.setImmediate = (run: () => void) => this.#immediates.push(run)
    Date.now = () => NOW
  }

  uninstall(): void {
    Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout, setImmediate: real.setImmediate })
    Date.now = real.now
  }

  /** The process is gone, and with it whatever it waited for. */
  forget(): void {
    this.timers = []
    this.#immediates = []
  }

  fire(timer: HeldTimer): void {
    this.timers = this.timers.filter((one) => one !== timer)
    timer.fire()
  }

  /** Resolves when nothing more happens by itself. */
  async settle(): Promise<void> {
    await this.#drain()
    const polls = this.timers.filter(isPoll)
    for (const poll of polls) if (this.timers.includes(poll)) this.fire(poll)
    if (polls.length > 0) await this.#drain()
  }

  async #drain(): Promise<void> {
    do {
      for (const run of this.#immediates.splice(0)) run()
      await new Promise<void>((resolve) => real.setImmediate(resolve))
    } while (this.#immediates.length > 0)
  }
}
