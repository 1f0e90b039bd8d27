// What the list of collections is asked for, as it stands in the address of the tab and of GET
// /api/clusters/:id/collections. Whatever an address says that is not known here falls back to the default.

export const COLLECTIONS_PER_PAGE = 50

/** Names only: anything else would mean to ask the server about each of ten thousand collections. */
export const COLLECTION_SORTS = ['name', '-name', '-created', 'created'] as const
export type CollectionSort = (typeof COLLECTION_SORTS)[number]

export type CollectionListQuery = {
  /** Empty: the default database. */
  database: string
  search: string
  sort: CollectionSort
  /** From 1. */
  page: number
}

export const DEFAULT_DATABASE = 'default'
const MOST_PAGES = 10_000

/** Reads an address. */
export function collectionListQueryOf(params: { get(name: string): string | null }): CollectionListQuery {
  const page = Number(params.get('page') ?? 1)
  const sort = params.get('sort')
  return {
    database: params.get('database') ?? DEFAULT_DATABASE,
    search: (params.get('search') ?? '').trim().slice(0, 255),
    sort: COLLECTION_SORTS.find((known) => known === sort) ?? 'name',
    page: Number.isSafeInteger(page) && page >= 1 && page <= MOST_PAGES ? page : 1,
  }
}

/** Writes the part of an address that differs from the default. */
export function collectionListParams(query: CollectionListQuery): URLSearchParams {
  const params = new URLSearchParams()
  if (query.database !== DEFAULT_DATABASE) params.set('database', query.database)
  if (query.search !== '') params.set('search', query.search)
  if (query.sort !== 'name') params.set('sort', query.sort)
  if (query.page !== 1) params.set('page', String(query.page))
  return params
}
