// Events per second over the last seconds.

const BUCKETS = 10

export class Rate {
  #buckets = new Array<number>(BUCKETS).fill(0)
  #second = 0
  #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#second = Math.floor(now() / 1000)
  }

  add(count: number): void {
    this.#roll()
    this.#buckets[this.#second % BUCKETS] = (this.#buckets[this.#second % BUCKETS] ?? 0) + count
  }

  /** Mean of the whole seconds kept, the one under way left out. */
  get perSecond(): number {
    this.#roll()
    const total = this.#buckets.reduce((sum, count, index) => (index === this.#second % BUCKETS ? sum : sum + count), 0)
    return total / (BUCKETS - 1)
  }

  #roll(): void {
    const second = Math.floor(this.#now() / 1000)
    for (let at = Math.max(this.#second + 1, second - BUCKETS + 1); at <= second; at++) this.#buckets[at % BUCKETS] = 0
    this.#second = second
  }
}
