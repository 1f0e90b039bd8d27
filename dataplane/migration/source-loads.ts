// Collections of the source must be loaded to be read. Those that are not are loaded for the migration,
// remembered durably, and released at its end.
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { isLoaded, isWhollyLoaded, loadCollection, nameOf, type CollectionName } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type MilvusServer } from '../milvus/server.ts'

const ASKED_AT_A_TIME = 16

export class SourceLoads {
  #source: MilvusServer
  #remember: (at: readonly CollectionName[]) => Promise<void>
  #forget: (at: CollectionName) => Promise<void>
  #remembered = new Set<string>()

  /** `remember` makes durable what will be loaded here, `forget` that one of them is others' too. */
  constructor(source: MilvusServer, remember: (at: readonly CollectionName[]) => Promise<void>, forget: (at: CollectionName) => Promise<void>) {
    this.#source = source
    this.#remember = remember
    this.#forget = forget
  }

  /** Remembers all of these that are not loaded, with one write for all, ahead of `ensureReadable` of each. */
  async noteUnloaded(shapes: readonly CollectionShape[]): Promise<void> {
    const unloaded: CollectionName[] = []
    await sideBySide(shapes, ASKED_AT_A_TIME, async (shape) => {
      const loaded = await isLoaded(this.#source, shape).catch((error: unknown) => {
        // Dropped meanwhile.
        if (isRefusal(error)) return true
        throw error
      })
      if (!loaded) unloaded.push({ database: shape.database, name: shape.name })
    })
    if (unloaded.length === 0) return
    await this.#remember(unloaded)
    for (const at of unloaded) this.#remembered.add(nameOf(at))
  }

  /** Loads the collection unless all of it is loaded. Rejects with the source's refusal, for example without an index. */
  async ensureReadable(shape: CollectionShape, signal?: AbortSignal): Promise<void> {
    // Where others use some of its partitions it is not ours to release.
    if (await isLoaded(this.#source, shape)) return (await isWhollyLoaded(this.#source, shape)) ? undefined : loadCollection(this.#source, shape, signal)
    // Once is enough for a collection that was noted and is not loaded yet; one that was released since is noted again.
    if (!this.#remembered.delete(nameOf(shape))) await this.#remember([{ database: shape.database, name: shape.name }])
    await loadCollection(this.#source, shape, signal)
  }

  /** A client loads the collection as well, and is to find it loaded when the migration has ended. */
  async share(at: CollectionName): Promise<void> {
    this.#remembered.delete(nameOf(at))
    await this.#forget(at)
  }

  /** Which of these are loaded by others than the migration. Asked before those are released, and again after a crash. */
  async loadedByOthers(known: readonly CollectionName[], loadedByUs: readonly CollectionName[]): Promise<CollectionName[]> {
    const ours = new Set(loadedByUs.map(nameOf))
    const loaded: CollectionName[] = []
    const others = known.filter((at) => !ours.has(nameOf(at)))
    await sideBySide(others, ASKED_AT_A_TIME, async ({ database, name }) => {
      const found = await isLoaded(this.#source, { database, name }).catch((error: unknown) => {
        if (isRefusal(error)) return false
        throw error
      })
      if (found) loaded.push({ database, name })
    })
    return loaded.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  }
}
