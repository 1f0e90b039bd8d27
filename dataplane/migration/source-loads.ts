// Collections of the source must be loaded to be read. Those that are not are loaded for the migration,
// remembered durably, and released at its end.
import { isLoaded, loadCollection, releaseCollection, type CollectionName } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

export class SourceLoads {
  #source: MilvusServer
  #remember: (at: CollectionName) => Promise<void>

  constructor(source: MilvusServer, remember: (at: CollectionName) => Promise<void>) {
    this.#source = source
    this.#remember = remember
  }

  /** Loads the collection unless it is loaded. Rejects with the source's refusal, for example without an index. */
  async ensureReadable(shape: CollectionShape, signal?: AbortSignal): Promise<void> {
    if (await isLoaded(this.#source, shape)) return
    await this.#remember({ database: shape.database, name: shape.name })
    await loadCollection(this.#source, shape, signal)
  }

  /** Releases what was loaded here. A collection that is gone or cannot be released is left. */
  async releaseAll(loaded: readonly CollectionName[]): Promise<void> {
    for (const at of loaded) await releaseCollection(this.#source, at).catch(() => undefined)
  }
}
