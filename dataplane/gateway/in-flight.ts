// Counts the calls that may change a cluster and are relayed unseen, so that a migration can wait for those
// begun before its journal was on. It does not know what they write.

/** How a tracked call ended: with the upstream's reply, or without one. */
export type CallEnd = 'settled' | 'unknown'

type Tracked = { ended: Promise<CallEnd> }

/** The raw writes of one cluster. */
export class RawWrites {
  readonly #underWay = new Set<Tracked>()
  #lastUnknownAt: number | undefined

  get count(): number {
    return this.#underWay.size
  }

  /** Registers a call. The returned function must be called once, when it has ended. */
  begin(): (end: CallEnd) => void {
    let settle: (end: CallEnd) => void = () => {}
    const tracked: Tracked = { ended: new Promise((resolve) => (settle = resolve)) }
    this.#underWay.add(tracked)
    return (end) => {
      if (!this.#underWay.delete(tracked)) return
      if (end === 'unknown') this.#lastUnknownAt = Date.now()
      settle(end)
    }
  }

  /** Resolves when every call under way now has ended. Calls that begin later do not prolong it. */
  async drain(): Promise<{ lastUnknownAt: number | undefined }> {
    await Promise.all([...this.#underWay].map((tracked) => tracked.ended))
    return { lastUnknownAt: this.#lastUnknownAt }
  }
}
