// What passes one endpoint, in figures: calls, errors, bytes and latency, kept for the last hour in memory. It
// opens no message: a refusal that Milvus writes inside a reply counts as an answered call.
import type { EndpointSample } from '../../lib/contracts/cluster-metrics.ts'
import { EMPTY_SAMPLE, METRICS_EVERY_MS, METRICS_KEPT_MS } from '../../lib/contracts/cluster-metrics.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import type { RuledClass } from './policy.ts'

const SLOTS_KEPT = METRICS_KEPT_MS / METRICS_EVERY_MS

/** One call under way. */
export type CallMeter = {
  received(bytes: number): void
  sent(bytes: number): void
  /** It ended without a reply of the cluster, or the gateway refused it. */
  failed(): void
  /** Called once, when the client has its answer. */
  end(): void
}

type Slot = { at: number; calls: number; errors: number; bytesIn: number; bytesOut: number; read: LatencyHistogram; write: LatencyHistogram }

/** The figures of one endpoint. */
export class EndpointMeter {
  readonly #now: () => number
  readonly #openedAt: number
  #slot: Slot
  #samples = new Map<number, EndpointSample>()

  constructor(now: () => number = () => Date.now()) {
    this.#now = now
    this.#openedAt = now()
    this.#slot = newSlot(slotOf(this.#openedAt))
  }

  /** Counts a call that came just now. */
  begin(callClass: RuledClass): CallMeter {
    const begin = performance.now()
    let failed = false
    return {
      received: (bytes) => void (this.#current().bytesIn += bytes),
      sent: (bytes) => void (this.#current().bytesOut += bytes),
      failed: () => void (failed = true),
      end: () => {
        const slot = this.#current()
        slot.calls++
        if (failed) slot.errors++
        if (callClass === 'read' || callClass === 'write') slot[callClass].add(performance.now() - begin)
      },
    }
  }

  /** The last hour, oldest first, without gaps; what is still being counted is left out. */
  samples(): EndpointSample[] {
    const now = this.#current().at
    const first = Math.max(now - SLOTS_KEPT, slotOf(this.#openedAt))
    return Array.from({ length: now - first }, (_, index) => {
      const at = first + index
      return this.#samples.get(at) ?? { at: at * METRICS_EVERY_MS, ...EMPTY_SAMPLE }
    })
  }

  #current(): Slot {
    const at = slotOf(this.#now())
    if (at === this.#slot.at) return this.#slot
    // An idle slot takes no room: most endpoints of many are idle most of the time.
    if (!isIdle(this.#slot)) this.#samples.set(this.#slot.at, sampleOf(this.#slot))
    for (const kept of this.#samples.keys()) if (kept < at - SLOTS_KEPT) this.#samples.delete(kept)
    this.#slot = newSlot(at)
    return this.#slot
  }
}

function slotOf(at: number): number {
  return Math.floor(at / METRICS_EVERY_MS)
}

function newSlot(at: number): Slot {
  return { at, calls: 0, errors: 0, bytesIn: 0, bytesOut: 0, read: new LatencyHistogram(), write: new LatencyHistogram() }
}

function isIdle(slot: Slot): boolean {
  return slot.calls === 0 && slot.bytesIn === 0 && slot.bytesOut === 0
}

function sampleOf({ at, calls, errors, bytesIn, bytesOut, read, write }: Slot): EndpointSample {
  return {
    at: at * METRICS_EVERY_MS,
    calls,
    errors,
    bytesIn,
    bytesOut,
    readP50Ms: read.percentile(0.5),
    readP99Ms: read.percentile(0.99),
    writeP50Ms: write.percentile(0.5),
    writeP99Ms: write.percentile(0.99),
  }
}
