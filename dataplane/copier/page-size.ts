// How many entities a page holds: sized by bytes, learnt from the pages themselves, and halved when a server
// says that a message is too large.

/** Milvus takes at most 64 MiB in one message; pages of this size keep memory and time-outs small. */
const PAGE_BYTES = 8 * 1024 * 1024
const FIRST_ENTITIES = 1_000

export class PageSize {
  #most: number
  #bytesPerEntity: number | undefined
  #limit: number

  constructor(most: number) {
    this.#most = most
    this.#limit = most
  }

  get entities(): number {
    if (this.#bytesPerEntity === undefined) return Math.min(FIRST_ENTITIES, this.#limit)
    return Math.max(1, Math.min(this.#limit, Math.floor(PAGE_BYTES / this.#bytesPerEntity)))
  }

  /** A page of so many entities had so many bytes. */
  learn(entities: number, bytes: number): void {
    if (entities === 0) return
    const seen = bytes / entities
    this.#bytesPerEntity = this.#bytesPerEntity === undefined ? seen : this.#bytesPerEntity * 0.5 + seen * 0.5
    // Room that a rejection took away comes back slowly.
    this.#limit = Math.min(this.#most, Math.ceil(this.#limit * 1.05))
  }

  /** A message of that many entities was too large. */
  tooLarge(entities: number): void {
    this.#limit = Math.max(1, Math.floor(entities / 2))
  }
}
