// Counts and rates of the copy, for the facts. It decides nothing.
import type { CollectionFacts, MigrationFacts } from '../../lib/contracts/control-api.ts'
import { Rate } from '../lifecycle/rate.ts'

type Progress = { database: string; name: string; state: CollectionFacts['state']; total: number; copied: number; rate: Rate }

export class CopyProgress {
  #collections = new Map<number, Progress>()
  #rate = new Rate()

  set(id: number, at: { database: string; name: string }, state: CollectionFacts['state'], total: number, copied: number): void {
    const known = this.#collections.get(id)
    this.#collections.set(id, { database: at.database, name: at.name, state, total, copied, rate: known?.rate ?? new Rate() })
  }

  copied(id: number, copied: number): void {
    const progress = this.#collections.get(id)
    if (!progress) return
    const more = Math.max(0, copied - progress.copied)
    progress.copied = copied
    progress.rate.add(more)
    this.#rate.add(more)
  }

  mark(id: number, state: CollectionFacts['state']): void {
    const progress = this.#collections.get(id)
    if (progress) progress.state = state
  }

  collections(): CollectionFacts[] {
    return [...this.#collections.values()].map(({ database, name, state, total, copied, rate }) => ({
      database,
      name,
      state,
      total: Math.max(total, copied),
      copied,
      ratePerS: state === 'copying' ? rate.perSecond : 0,
    }))
  }

  summary(): MigrationFacts['copy'] {
    return summaryOf(this.collections(), this.#rate.perSecond)
  }
}

/** The whole copy, from its collections. */
export function summaryOf(collections: readonly CollectionFacts[], perSecond: number): MigrationFacts['copy'] {
  const total = collections.reduce((sum, one) => sum + one.total, 0)
  const copied = collections.reduce((sum, one) => sum + one.copied, 0)
  const open = collections.some((one) => one.state === 'waiting' || one.state === 'copying')
  const ratePerS = open ? perSecond : 0
  const timeLeftMs = !open ? 0 : ratePerS > 0 ? Math.round(((total - copied) / ratePerS) * 1000) : null
  return { total, copied, ratePerS, timeLeftMs }
}
