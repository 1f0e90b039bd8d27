// How many entities go into one request: sized by their bytes, which the requests themselves teach, halved when a
// server takes no more, and grown again step by step while it does. One for each stream of requests to one
// collection; copier and applier share the rule, not the state.
import { backoffMs } from '../lifecycle/waiting.ts'
import type { Hindrance } from './hindrance.ts'

/** Milvus takes at most 64 MiB in one message; batches of this size keep memory and time-outs small. */
export const BATCH_BYTES = 8 * 1024 * 1024
/** While nothing is known of the entities' size. */
const FIRST_ENTITIES = 1_000
/** By how much a batch that was taken lets the next one grow. A leap would only be refused again. */
const GROWTH = 0.1
/** A full server is asked again, at most this often (ms). */
const FULL_WAIT_MS = 30_000
const BUSY_WAIT_MS = 5_000
const FIRST_WAIT_MS = 200

export class BatchSize {
  #most: number
  #limit: number
  #bytesPerEntity: number | undefined
  #hindered = 0

  /** `most`: entities that one request may ever hold. */
  constructor(most: number) {
    this.#most = most
    this.#limit = most
  }

  /** Entities in the next batch, at least 1. */
  get entities(): number {
    const fitting = this.#bytesPerEntity === undefined ? FIRST_ENTITIES : Math.floor(BATCH_BYTES / this.#bytesPerEntity)
    return Math.max(1, Math.min(this.#limit, fitting))
  }

  /** What so many entities will take, in bytes. */
  bytesOf(entities: number): number {
    return Math.ceil(entities * (this.#bytesPerEntity ?? BATCH_BYTES / FIRST_ENTITIES))
  }

  /** A batch of so many entities had so many bytes. */
  learn(entities: number, bytes: number): void {
    if (entities === 0) return
    const seen = bytes / entities
    this.#bytesPerEntity = this.#bytesPerEntity === undefined ? seen : this.#bytesPerEntity * 0.5 + seen * 0.5
  }

  /** The server took a batch: room that a refusal took away comes back slowly. */
  took(): void {
    this.#hindered = 0
    this.#limit = Math.min(this.#most, this.#limit + Math.ceil(this.#limit * GROWTH))
  }

  /** The server did not take a batch of so many. Returns the ms to wait before the next try. */
  hindered(why: Hindrance, entities: number): number {
    this.#hindered++
    // A server that is full takes a small batch as little as a large one.
    if (why === 'too-large' || why === 'busy') this.#limit = Math.max(1, Math.floor(Math.min(entities, this.#limit) / 2))
    if (why === 'too-large') return 0
    return backoffMs(this.#hindered, FIRST_WAIT_MS, why === 'full' ? FULL_WAIT_MS : BUSY_WAIT_MS)
  }
}
