// Calls of the product to an engine, held until it is decided that they happen. A read happens and is answered in one
// moment: whatever could come between is the same as the call behind it happening later. So does a write to the
// target, because nobody else looks there; one whose reply is lost may land later, or never.
import { AppError } from '../../../lib/errors/app-error.ts'
import { carryOut, type ModelCall } from './model-server.ts'

export type HeldCall = { label: string; call: ModelCall; resolve: (reply: Buffer) => void; reject: (error: unknown) => void }
export type LateCall = { label: string; call: ModelCall }

export class HeldCalls {
  waiting: HeldCall[] = []
  late: LateCall[] = []
  readonly #side: string
  /** What the calls answered so far heard: with it, a state of the product is known. */
  onEvent: (event: string) => void = () => undefined
  /** Told of a read that is answered. */
  onRead: (request: Buffer) => void = () => undefined

  constructor(side: string) {
    this.#side = side
  }

  hold(call: ModelCall): Promise<Buffer> {
    const label = `${this.#side} ${call.method} ${describe(call)}`
    this.onEvent(`asked ${label}`)
    return new Promise((resolve, reject) => this.waiting.push({ label, call, resolve, reject }))
  }

  /** A read is answered with the `nth` of what it may show. */
  async perform(held: HeldCall, nth = 0): Promise<void> {
    this.#take(held)
    const reply = await carryOut(held.call, nth)
    if (!held.call.write) this.onRead(held.call.request)
    this.onEvent(`${held.label} -> ${reply.toString('latin1')}`)
    held.resolve(reply)
  }

  /** `landed`: carried out all the same. */
  lose(held: HeldCall, landed: boolean): void {
    this.#take(held)
    if (landed) void carryOut(held.call)
    else this.late.push(held)
    this.onEvent(`${held.label} lost`)
    held.reject(new AppError('milvus.unknown_outcome', `The ${this.#side} did not answer ${held.call.method}.`))
  }

  land(late: LateCall): void {
    this.late = this.late.filter((one) => one !== late)
    void carryOut(late.call)
  }

  /** These can land no more. */
  exclude(calls: readonly unknown[]): void {
    this.late = this.late.filter((one) => !calls.includes(one))
  }

  /** Whoever waited is gone; writes under way may still land. */
  abandon(): void {
    this.late.push(...this.waiting.filter(({ call }) => call.write))
    this.waiting = []
  }

  text(): string {
    const texts = (calls: readonly LateCall[]) => calls.map(({ label, call }) => label + call.request.toString('latin1')).sort().join('|')
    return `${texts(this.waiting)}#${texts(this.late)}`
  }

  #take(held: HeldCall): void {
    this.waiting = this.waiting.filter((one) => one !== held)
  }
}

/** Printable parts of a request are enough to recognize it in a trace. */
function describe(call: ModelCall): string {
  return call.request.toString('latin1').match(/(pk|a|b)( in \[| [><=]+ )[^\x00-\x1f]*/)?.[0] ?? ''
}
