// Waiting that can be stopped: sleeps, deadlines and repeated tries with growing delays.

/** Resolves after `ms`, or rejects with the signal's reason. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, Math.max(0, ms))
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/** Resolves with the promise's value, or with `undefined` once `ms` have passed. The promise goes on. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), Math.max(0, ms))))
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Delay before try number `attempt` (from 1): doubled each time, at most `mostMs`, without jitter. */
export function backoffMs(attempt: number, firstMs = 200, mostMs = 5_000): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(20, attempt - 1))
}

/** A promise that others settle. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
