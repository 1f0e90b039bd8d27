// Which keys the target has not, without waiting for its time tick: it is read as of a moment that has passed, and
// what was written to it since is remembered. The target holds what the source held before the entries that are being applied, so
// a plain Insert of a key that is not there is the first of its kind: Milvus keeps every version of a key, and which of them it
// shows cannot be told from the requests (measured on 2.3.5: of two growing ones the older).
//
// Invariant: a key of any write that the sight does not show is among the recent ones.
import { readByKeys } from '../milvus/entities.ts'
import { keyToText, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { CallOptions, MilvusServer } from '../milvus/server.ts'
import type { Horizon, Sight } from './horizon.ts'

export class NewKeys {
  #target: MilvusServer
  #horizon: Horizon
  /** Keys written, with the mark of the newest write of each, in the order of the marks. */
  #recent = new Map<string, number>()

  constructor(target: MilvusServer, horizon: Horizon) {
    this.#target = target
    this.#horizon = horizon
  }

  /** The target has just answered a write of these keys. */
  written(keys: readonly Key[]): void {
    const mark = this.#horizon.mark()
    for (const key of keys.map(keyToText)) {
      this.#recent.delete(key)
      this.#recent.set(key, mark)
    }
    this.#forget(this.#horizon.sight)
  }

  /** True where the target surely has none of them. */
  async areNew(shape: CollectionShape, keys: readonly Key[], options: CallOptions): Promise<boolean> {
    const sight = this.#horizon.sight ?? (await this.#horizon.reached(this.#horizon.mark()))
    if (!sight) return false
    this.#forget(sight)
    if (keys.some((key) => this.#recent.has(keyToText(key)))) return false
    const found = await readByKeys(this.#target, { shape, keys, columns: [shape.keyField], freshness: sight.freshness, limit: 1 }, options)
    return found.keys.length === 0
  }

  /** Marks rise, so those that the sight shows are in front. */
  #forget(sight: Sight | undefined): void {
    for (const [key, mark] of this.#recent) {
      if (!sight || mark > sight.mark) return
      this.#recent.delete(key)
    }
  }
}
