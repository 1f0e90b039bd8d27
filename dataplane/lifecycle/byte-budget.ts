// Bounds the bytes that are held at the same time. Whoever exceeds it waits in line; at the gateway its client
// sees back-pressure, not an error.

/** A line of waiters for a fixed number of bytes. */
export class ByteBudget {
  readonly #limit: number
  #used = 0
  readonly #waiting: { bytes: number; admit: () => void }[] = []

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  /** Resolves when `bytes` fit, in order. One holder is always admitted, whatever its size. */
  async acquire(bytes: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#fits(bytes)) {
      this.#used += bytes
      return
    }
    await new Promise<void>((admit) => this.#waiting.push({ bytes, admit }))
  }

  release(bytes: number): void {
    this.#used -= bytes
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#used += next.bytes
      next.admit()
    }
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#limit
  }
}
