/**
 * Does `work` for each item, `most` at a time, in no certain order. Rejects with the first failure, once what was under
 * way has ended; nothing is begun after one.
 */
export async function sideBySide<T>(items: Iterable<T>, most: number, work: (item: T) => Promise<void>): Promise<void> {
  const open = items[Symbol.iterator]()
  let failure: { error: unknown } | undefined
  const worker = async () => {
    for (let next = open.next(); !next.done && !failure; next = open.next()) {
      try {
        await work(next.value)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: most }, worker))
  if (failure) throw failure.error
}
