// Calls on the source: how far each is, and what may happen to it next. A call whose reply is lost may still land,
// until the time has passed that excludes it.
import type { ForwardResult } from '../../gateway/ports.ts'
import type { EntityCall } from './model-engine.ts'
import { failureReply } from './model-wire.ts'

const DEADLINE_EXCEEDED = 4

export class SourceCall {
  readonly label: string
  /** Relayed before capture was on: the journal does not know it. */
  readonly raw: boolean
  lost = false
  #call: EntityCall
  #deliver: (result: ForwardResult) => void
  #begun = false

  constructor(call: EntityCall, options: { label: string; raw: boolean; deliver: (result: ForwardResult) => void }) {
    this.#call = call
    this.label = options.label
    this.raw = options.raw
    this.#deliver = options.deliver
  }

  get isCarriedOut(): boolean {
    return this.#call.steps().length === 0
  }

  get isHalfDone(): boolean {
    return this.#begun && !this.isCarriedOut
  }

  steps() {
    return this.#call.steps().map(({ label, run }) => ({
      label: `source, ${this.label}: ${label}${this.lost ? ' (late)' : ''}`,
      run: () => {
        this.#begun = true
        run()
      },
    }))
  }

  answer(): void {
    this.#deliver({ kind: 'message', message: this.#call.reply(), trailers: {} })
  }

  /** The caller hears nothing, or an error; what is not done may still be. */
  lose(how: 'silence' | 'error'): void {
    this.lost = true
    if (how === 'error') this.#deliver({ kind: 'message', message: failureReply('one shard did not answer'), trailers: {} })
    else this.#deliver({ kind: 'status', code: DEADLINE_EXCEEDED, details: 'no answer', sent: true })
  }

  text(): string {
    return `${this.label}|${this.#call.progress()}|${this.lost}|${this.raw}`
  }
}
