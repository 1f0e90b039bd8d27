// The data plane knows clusters by id only; people know them by name. Pure.
import type { MigrationFacts } from '../contracts/control-api.ts'

type Named = { id: string; name: string }

/** The text with each cluster's id, quoted or not, replaced by its quoted name. */
export function nameClusters(text: string, clusters: readonly Named[]): string {
  return clusters.reduce((said, { id, name }) => said.replaceAll(`"${id}"`, id).replaceAll(id, `"${name}"`), text)
}

/** The facts with every sentence for people naming the clusters. */
export function withClusterNames(facts: MigrationFacts, clusters: readonly Named[]): MigrationFacts {
  const say = (text: string) => nameClusters(text, clusters)
  const { condition, failure, cutover, verification } = facts
  const sayIf = (text: string | null) => (text === null ? null : say(text))
  return {
    ...facts,
    condition: condition.kind === 'blocked' ? { ...condition, reason: say(condition.reason) } : condition,
    failure: failure === null ? null : { ...failure, message: say(failure.message) },
    cutover: { ...cutover, lastRefusal: sayIf(cutover.lastRefusal) },
    notes: facts.notes.map(say),
    verification:
      verification === null
        ? null
        : {
            ...verification,
            reason: sayIf(verification.reason),
            collections: verification.collections.map((collection) => ({ ...collection, reason: sayIf(collection.reason) })),
          },
  }
}
