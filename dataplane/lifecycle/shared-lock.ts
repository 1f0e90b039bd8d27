// Shared and exclusive holds on a named thing, first come first served. A waiting exclusive hold stops later
// shared ones, so DDL is never starved by a stream of writes.

export type Release = () => void

type Waiter = { exclusive: boolean; grant: () => void }

export class SharedLock {
  #shared = 0
  #exclusive = false
  #waiting: Waiter[] = []

  /** Resolves when no exclusive hold is in force or waits before this one. Call the result exactly once. */
  shared(): Promise<Release> {
    return this.#enter(false)
  }

  /** Resolves when nobody else holds the lock. Rejects where the signal aborts before; nobody waits behind it then. */
  exclusive(signal?: AbortSignal): Promise<Release> {
    return this.#enter(true, signal)
  }

  get isIdle(): boolean {
    return this.#shared === 0 && !this.#exclusive && this.#waiting.length === 0
  }

  #enter(exclusive: boolean, signal?: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        this.#grantNext()
        reject(signal?.reason as Error)
      }
      const grant = () => {
        signal?.removeEventListener('abort', giveUp)
        resolve(this.#holdOf(exclusive))
      }
      const waiter: Waiter = { exclusive, grant }
      if (signal?.aborted) return reject(signal.reason as Error)
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(waiter)
      this.#grantNext()
    })
  }

  #holdOf(exclusive: boolean): Release {
    let released = false
    return () => {
      if (released) return
      released = true
      if (exclusive) this.#exclusive = false
      else this.#shared--
      this.#grantNext()
    }
  }

  #grantNext(): void {
    for (let next = this.#waiting[0]; next && !this.#exclusive; next = this.#waiting[0]) {
      if (next.exclusive && this.#shared > 0) return
      this.#waiting.shift()
      if (next.exclusive) this.#exclusive = true
      else this.#shared++
      next.grant()
    }
  }
}

/** Locks by name; a name costs nothing while nobody holds it. */
export class LockTable {
  #locks = new Map<string, SharedLock>()

  shared(name: string): Promise<Release> {
    return this.#take(name, (lock) => lock.shared())
  }

  exclusive(name: string, signal?: AbortSignal): Promise<Release> {
    return this.#take(name, (lock) => lock.exclusive(signal))
  }

  async #take(name: string, take: (lock: SharedLock) => Promise<Release>): Promise<Release> {
    let lock = this.#locks.get(name)
    if (!lock) this.#locks.set(name, (lock = new SharedLock()))
    const held = lock
    const forget = () => {
      if (held.isIdle && this.#locks.get(name) === held) this.#locks.delete(name)
    }
    try {
      const release = await take(held)
      return () => {
        release()
        forget()
      }
    } catch (error) {
      forget()
      throw error
    }
  }
}
