import type { CollectionFacts } from '@/lib/contracts/control-api'

const ORDER: CollectionFacts['state'][] = ['copying', 'waiting', 'copied', 'dropped']

export function collectionLabel({ database, name }: Pick<CollectionFacts, 'database' | 'name'>): string {
  return database === 'default' || database === '' ? name : `${database}.${name}`
}

/** What is being copied first, then what waits, each by name; of thousands only those that `typed` occurs in. */
export function orderedCollections(collections: readonly CollectionFacts[], typed = ''): CollectionFacts[] {
  const wanted = typed.trim().toLowerCase()
  return collections
    .filter((one) => wanted === '' || collectionLabel(one).toLowerCase().includes(wanted))
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || collectionLabel(a).localeCompare(collectionLabel(b)))
}
