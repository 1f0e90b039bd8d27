// What one verification has found so far: counts for the facts, samples for the report, and the keys that differ, for a
// re-sync. It decides nothing.
import { z } from 'zod'
import { Difference, MOST_SAMPLES, VerificationFacts, type CollectionVerification } from '../../lib/contracts/control-api.ts'
import { ALL_PARTITIONS, type IncarnationId, type KeyScope } from '../journal/entry.ts'
import type { CollectionName } from '../milvus/catalog.ts'
import { keyToText } from '../milvus/keys.ts'
import type { KeyDifference } from '../verifier/compare-page.ts'

/** What is kept of the last verification on disk. */
export const StoredVerification = z.object({ facts: VerificationFacts, samples: z.array(Difference) })
export type StoredVerification = z.infer<typeof StoredVerification>

/** A collection has this many samples at least, however many there are. */
const LEAST_SAMPLES = 10

export type DifferingKeys = ReadonlyMap<IncarnationId, ReadonlyMap<KeyScope, ReadonlySet<string>>>

export class VerificationFindings {
  readonly samples: Difference[] = []
  readonly keys = new Map<IncarnationId, Map<KeyScope, Set<string>>>()
  #facts: VerificationFacts
  #collections = new Map<IncarnationId, CollectionVerification>()
  #sampled = new Map<IncarnationId, number>()

  constructor(trigger: VerificationFacts['trigger'], collections: readonly (CollectionName & { id: IncarnationId })[]) {
    this.#facts = {
      state: 'running',
      trigger,
      startedAt: Date.now(),
      endedAt: null,
      verdict: null,
      compared: 0,
      total: 0,
      timeLeftMs: null,
      differing: 0,
      resynced: null,
      reason: null,
      collections: [],
    }
    for (const { id, database, name } of collections) this.#collections.set(id, waiting(database, name))
  }

  /** The facts of one collection, to be kept up to date. */
  of(id: IncarnationId): CollectionVerification {
    return this.#collections.get(id) as CollectionVerification
  }

  add(id: IncarnationId, { key, kind, fields, partition }: KeyDifference & { partition: string | undefined }): void {
    const collection = this.of(id)
    collection[kind]++
    const scope = partition ?? ALL_PARTITIONS
    let scopes = this.keys.get(id)
    if (!scopes) this.keys.set(id, (scopes = new Map()))
    let keys = scopes.get(scope)
    if (!keys) scopes.set(scope, (keys = new Set()))
    keys.add(keyToText(key))
    const sampled = this.#sampled.get(id) ?? 0
    const most = Math.max(LEAST_SAMPLES, Math.floor(MOST_SAMPLES / this.#collections.size))
    if (sampled >= most || this.samples.length >= MOST_SAMPLES) return
    this.#sampled.set(id, sampled + 1)
    this.samples.push({ database: collection.database, collection: collection.name, partition: partition ?? '', key: keyToText(key), kind, fields })
  }

  facts(): VerificationFacts {
    const collections = [...this.#collections.values()].map((one) => ({ ...one, total: Math.max(one.total, one.compared) }))
    const sum = (count: (one: CollectionVerification) => number) => collections.reduce((total, one) => total + count(one), 0)
    const compared = sum((one) => one.compared)
    const total = sum((one) => one.total)
    return {
      ...this.#facts,
      compared,
      total,
      timeLeftMs: this.#facts.state === 'completed' ? 0 : this.#timeLeftMs(compared, total),
      differing: sum((one) => one.missing + one.extra + one.different),
      collections,
    }
  }

  /** A collection that could not be compared leaves no verdict. */
  complete(): void {
    const { differing, collections } = this.facts()
    const failed = collections.find((one) => one.state === 'failed')
    if (failed) return this.end('failed', `collection "${failed.name}" of database "${failed.database}" could not be compared: ${failed.reason}`)
    this.end('completed', null)
    this.#facts.verdict = differing > 0 ? 'different' : collections.some((one) => one.unsettled > 0) ? 'unsettled' : 'identical'
  }

  end(state: 'completed' | 'failed' | 'cancelled', reason: string | null): void {
    this.#facts = { ...this.#facts, state, reason, endedAt: Date.now() }
    for (const one of this.#collections.values()) if (one.state === 'running') one.state = 'waiting'
  }

  #timeLeftMs(compared: number, total: number): number | null {
    if (this.#facts.state !== 'running' || compared === 0) return null
    return Math.round(((Date.now() - this.#facts.startedAt) * (total - compared)) / compared)
  }
}

function waiting(database: string, name: string): CollectionVerification {
  return { database, name, state: 'waiting', sourceCount: null, targetCount: null, compared: 0, total: 0, missing: 0, extra: 0, different: 0, unsettled: 0, reason: null }
}
