// Ids that the gateway gives to entities of autoID collections where the server accepts given ids. Milvus Lite
// counts from the number of rows and would overwrite copied entities.

const SEQUENCE_BITS = 20n

/**
 * Ids grow with time and never repeat within a process: milliseconds and a sequence of 20 bits. They lie
 * above every id that Milvus assigns (which has 18 bits behind the milliseconds) and below 2^63 for
 * centuries.
 */
export class IdSource {
  #last: bigint
  #now: () => number

  constructor(now: () => number = Date.now, after: bigint = 0n) {
    this.#now = now
    this.#last = after
  }

  take(count: number): bigint[] {
    const fromClock = BigInt(this.#now()) << SEQUENCE_BITS
    let next = fromClock > this.#last ? fromClock : this.#last + 1n
    const ids: bigint[] = []
    for (let i = 0; i < count; i++) ids.push(next++)
    this.#last = next - 1n
    return ids
  }
}
