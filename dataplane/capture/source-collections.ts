// The source's collections as calls meet them: locks that keep DDL apart from writes and reads of the same
// collection, and the incarnation behind a name or alias. What is done under a lock is the caller's.
import { isDatabaseDdl, type Ddl, type IncarnationId } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { LockTable, type Release } from '../lifecycle/shared-lock.ts'
import { findCollection, listAliases, nameOf, type CollectionName } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'
import type { Incarnation, Incarnations } from './incarnations.ts'

type Parts = { source: MilvusServer; journal: Journal; incarnations: Incarnations }

export class SourceCollections {
  #parts: Parts
  #databases = new LockTable()
  #collections = new LockTable()
  /** Taken before the two others, so that whoever waits here keeps nobody else waiting. */
  #writers = new LockTable()
  /** Keeps a collection in memory while it is read. Taken last, and by no writer: they need not wait for a release. */
  #loads = new LockTable()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes a shared hold on a collection, by name or alias, and finds its incarnation under it. A writer also waits for `holdWriters`. */
  async enter(to: { database: string; collection: string }, as: 'reader' | 'writer' = 'reader'): Promise<{ incarnation: Incarnation | undefined; release: Release }> {
    const { incarnations, source } = this.#parts
    const at = { database: to.database, name: to.collection }
    const releases: Release[] = []
    const release = () => releases.splice(0).forEach((one) => one())
    try {
      const name = incarnations.realName(at)
      const key = nameOf({ database: to.database, name })
      if (as === 'writer') releases.push(await this.#writers.shared(key))
      releases.push(await this.#databases.shared(to.database))
      releases.push(await this.#collections.shared(key))
      if (incarnations.realName(at) !== name) {
        // It was learnt meanwhile that this is an alias.
        release()
        return await this.enter(to, as)
      }
      if (as === 'reader') releases.push(await this.#loads.shared(key))
      const known = incarnations.find(at)
      if (known) return { incarnation: known, release }
      const shape = await findCollection(source, { database: to.database, name })
      if (!shape) return { incarnation: undefined, release }
      if (shape.name === name) return { incarnation: await this.#register(shape), release }
      incarnations.addAlias(shape, to.collection)
    } catch (error) {
      release()
      throw error
    }
    // An alias: come again under the collection's own name.
    release()
    return this.enter(to, as)
  }

  /** Holds back the writers of a collection and waits for those under way; readers and DDL go on. */
  holdWriters(at: CollectionName, signal: AbortSignal): Promise<Release> {
    return this.#writers.exclusive(nameOf(at), signal)
  }

  /** Keeps a collection, whose lock is held, from being released while it is read. */
  keepLoaded(at: CollectionName): Promise<Release> {
    return this.#loads.shared(nameOf(at))
  }

  /**
   * Waits until nobody reads a collection, and holds reads of it back: Milvus answers a Strong read that meets a release
   * with no entities (measured on 2.3.5), which would be taken for entities that are gone.
   */
  async holdReaders(to: { database: string; collection: string }): Promise<Release> {
    // Learns whether it is an alias.
    const { incarnation, release } = await this.enter(to, 'writer')
    release()
    return this.#loads.exclusive(nameOf(incarnation?.shape ?? { database: to.database, name: to.collection }))
  }

  /** Makes these collections known, with their aliases. */
  async learn(names: readonly { database: string; name: string }[]): Promise<void> {
    for (const { database, name } of names) (await this.enter({ database, collection: name })).release()
    await this.#parts.journal.durable()
  }

  /**
   * Holds off DDL on a collection while it is read. Undefined where the incarnation has ended: nothing of
   * it may be read, and nothing concluded from its absence.
   */
  async holdForReading(id: IncarnationId): Promise<{ incarnation: Incarnation; release: Release } | undefined> {
    const { incarnations } = this.#parts
    const known = incarnations.living(id) ?? incarnations.recalledName(id)
    if (!known) return undefined
    const { incarnation, release } = await this.enter({ database: known.database, collection: known.name })
    if (incarnation?.id === id) return { incarnation, release }
    release()
    return undefined
  }

  /** The hold that a DDL call needs: a whole database, a collection alone, or beside its writes for an index. */
  async lockFor(ddl: Ddl): Promise<Release> {
    if (isDatabaseDdl(ddl.operation)) return this.#databases.exclusive(ddl.database)
    const releaseDatabase = await this.#databases.shared(ddl.database)
    const key = `${ddl.database}/${this.#parts.incarnations.realName({ database: ddl.database, name: ddl.collection })}`
    const releaseCollection = await (ddl.operation === 'index' ? this.#collections.shared(key) : this.#collections.exclusive(key))
    return () => {
      releaseCollection()
      releaseDatabase()
    }
  }

  /** The incarnation under a name whose lock is held; one that is met for the first time begins. */
  async incarnationOf(at: { database: string; name: string }): Promise<Incarnation | undefined> {
    const known = this.#parts.incarnations.find(at)
    if (known) return known
    const shape = await findCollection(this.#parts.source, at)
    return shape && this.#register(shape)
  }

  async #register(shape: CollectionShape): Promise<Incarnation> {
    const { incarnations, source, journal } = this.#parts
    const met = incarnations.find(shape)
    if (met) return met
    const isNew = !incarnations.isRecalled(shape)
    const incarnation = incarnations.begin(shape)
    if (isNew) journal.append({ kind: 'incarnation', at: Date.now(), id: incarnation.id, database: shape.database, name: shape.name })
    for (const alias of await listAliases(source, shape)) incarnations.addAlias(shape, alias)
    return incarnation
  }
}
