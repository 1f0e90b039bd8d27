// Which collections the source has, by incarnation: one life of a collection, from its creation (or the
// start of the migration) to its drop. Names repeat, incarnations do not. Writes, copy and re-reads carry
// the incarnation, so that a row of a dropped collection is never mistaken for one of its successor.
import type { IncarnationId } from '../journal/entry.ts'
import { nameOf, type CollectionName } from '../milvus/catalog.ts'
import type { CollectionShape } from '../milvus/schema.ts'

export type Incarnation = { id: IncarnationId; database: string; name: string; shape: CollectionShape }

/** What is stored of an incarnation; its shape is read anew after a restart. */
export type KnownIncarnation = { id: IncarnationId; database: string; name: string }

export class Incarnations {
  #living = new Map<string, Incarnation>()
  #byId = new Map<IncarnationId, Incarnation>()
  /** database/alias -> name */
  #aliases = new Map<string, string>()
  /** Known from before a restart and not looked at since: database/name -> id. */
  #recalled = new Map<string, KnownIncarnation>()
  #recalledById = new Map<IncarnationId, KnownIncarnation>()
  #next: IncarnationId

  constructor(recalled: readonly KnownIncarnation[] = [], next: IncarnationId = 1) {
    this.#next = next
    for (const one of recalled) {
      this.#recalled.set(nameOf(one), one)
      this.#recalledById.set(one.id, one)
      this.#next = Math.max(this.#next, one.id + 1)
    }
  }

  get nextId(): IncarnationId {
    return this.#next
  }

  /** The living incarnation under a collection name or an alias. */
  find(at: CollectionName): Incarnation | undefined {
    return this.#living.get(nameOf({ database: at.database, name: this.realName(at) }))
  }

  /** The collection's own name where `at` is a known alias, else the name as it is. */
  realName(at: CollectionName): string {
    return this.#aliases.get(nameOf(at)) ?? at.name
  }

  /** Where an incarnation known from before a restart is to be looked for. */
  recalledName(id: IncarnationId): CollectionName | undefined {
    const one = this.#recalledById.get(id)
    return one && this.#recalled.get(nameOf(one)) === one ? one : undefined
  }

  /** True where a collection of this name was known before the restart. */
  isRecalled(at: CollectionName): boolean {
    return this.#recalled.has(nameOf(at))
  }

  /** The incarnation if it still lives. */
  living(id: IncarnationId): Incarnation | undefined {
    return this.#byId.get(id)
  }

  all(): Incarnation[] {
    return [...this.#byId.values()].sort((a, b) => a.id - b.id)
  }

  /** A new life under the shape's name, or the one that was known before a restart. */
  begin(shape: CollectionShape): Incarnation {
    const id = this.#recalled.get(nameOf(shape))?.id ?? this.#next
    const incarnation = { id, database: shape.database, name: shape.name, shape }
    this.#recalled.delete(nameOf(shape))
    this.#living.set(nameOf(shape), incarnation)
    this.#byId.set(id, incarnation)
    this.#next = Math.max(this.#next, id + 1)
    return incarnation
  }

  /** Ends the life under this name; returns it, or undefined where there was none. */
  end(at: CollectionName): KnownIncarnation | undefined {
    const recalled = this.#recalled.get(nameOf(at))
    this.#recalled.delete(nameOf(at))
    const incarnation = this.#living.get(nameOf(at))
    if (!incarnation) return recalled
    this.#living.delete(nameOf(at))
    this.#byId.delete(incarnation.id)
    return incarnation
  }

  addAlias(at: CollectionName, alias: string): void {
    if (alias !== at.name) this.#aliases.set(nameOf({ database: at.database, name: alias }), at.name)
  }

  known(): KnownIncarnation[] {
    const living = this.all().map(({ id, database, name }) => ({ id, database, name }))
    return [...this.#recalled.values(), ...living].sort((a, b) => a.id - b.id)
  }
}
