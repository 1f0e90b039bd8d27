// The gate that every captured call passes. Closed during the cutover, and for DDL a little before it, it holds calls, bounded in
// number, bytes and time; what it cannot hold is told to come again, which SDKs do by themselves.
import type { CallKind } from './call-kind.ts'

export type Verdict =
  | { go: true }
  /** The gate was full or stayed closed too long. */
  | { go: false; why: 'overflow' }
  /** The cluster no longer takes writes. */
  | { go: false; why: 'retired' }

export type GateLimits = { calls: number; bytes: number; ms: number }

/** As VTGate buffers by default 1,000 requests; 10 s is the ceiling of a cutover. */
export const GATE_LIMITS: GateLimits = { calls: 1_000, bytes: 64 * 1024 * 1024, ms: 10_000 }

type Held = { bytes: number; settle: (verdict: Verdict) => void }

export class HoldGate {
  #closing = new AbortController()
  #isClosedForDdl = false
  #ddlTimer: NodeJS.Timeout | undefined
  #retired = false
  #shut = false
  #held = new Set<Held>()
  #bytes = 0
  #limits: GateLimits

  constructor(limits: GateLimits = GATE_LIMITS) {
    this.#limits = limits
  }

  /** Aborts when the gate is closed; another one comes when it opens. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  get heldCalls(): number {
    return this.#held.size
  }

  get isClosedForDdl(): boolean {
    return this.#isClosedForDdl
  }

  /** Resolves at once while the gate is open. `signal` ends the wait of a client that went away. */
  pass(bytes: number, signal?: AbortSignal, kind: CallKind = 'write'): Promise<Verdict> | Verdict {
    if (this.#retired) return { go: false, why: 'retired' }
    if (this.#shut) return { go: false, why: 'overflow' }
    const isClosed = this.#closing.signal.aborted || (kind !== 'write' && this.#isClosedForDdl)
    if (!isClosed) return { go: true }
    if (this.#held.size >= this.#limits.calls || this.#bytes + bytes > this.#limits.bytes) return { go: false, why: 'overflow' }
    return new Promise((resolve) => {
      const settle = (verdict: Verdict) => {
        if (!this.#held.delete(held)) return
        this.#bytes -= bytes
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
        resolve(verdict)
      }
      const giveUp = () => settle({ go: false, why: 'overflow' })
      const timer = setTimeout(giveUp, this.#limits.ms)
      const held: Held = { bytes, settle }
      this.#held.add(held)
      this.#bytes += bytes
      signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  /** Entity writes go on; all else waits, releases among it, until the gate is opened or this time (ms) is over. */
  closeForDdl(mostMs: number): void {
    clearTimeout(this.#ddlTimer)
    this.#isClosedForDdl = true
    this.#ddlTimer = setTimeout(() => this.open(), mostMs).unref()
  }

  close(): void {
    clearTimeout(this.#ddlTimer)
    this.#closing.abort(new Error('the gate has closed'))
  }

  /** Lets everything through again, the held calls first. */
  open(): void {
    clearTimeout(this.#ddlTimer)
    this.#isClosedForDdl = false
    if (this.#closing.signal.aborted) this.#closing = new AbortController()
    this.#settleAll({ go: true })
  }

  /** Refuses the held calls; the gate stays as it is for those that come. */
  refuseHeld(): void {
    this.#settleAll({ go: false, why: 'retired' })
  }

  /** Nothing passes any more: the held calls are refused. */
  retire(): void {
    this.#retired = true
    this.#settleAll({ go: false, why: 'retired' })
  }

  /** Nothing passes any more: everybody is told to come again. */
  shut(): void {
    this.#shut = true
    this.#settleAll({ go: false, why: 'overflow' })
  }

  #settleAll(verdict: Verdict): void {
    for (const held of [...this.#held]) held.settle(verdict)
  }
}
