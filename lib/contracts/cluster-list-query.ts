// What the list of clusters is asked for, as it stands in the address of the page and of GET
// /api/projects/:id/clusters. Whatever an address says that is not known here falls back to the default.
import { PROVIDERS, type Provider } from './cluster-catalogue.ts'
import { CLUSTER_VIEW_STATES, type ClusterViewState } from './console-api.ts'

/** With more of them the first answer of a page takes longer than a tenth of a second (`npm run bench -- console`). */
export const CLUSTERS_PER_PAGE = 25

/** A leading hyphen means descending. */
export const CLUSTER_SORTS = ['-created', 'created', 'name', '-name', '-entities', 'entities', '-cu', 'cu'] as const
export type ClusterSort = (typeof CLUSTER_SORTS)[number]

/** Registered clusters stand in no region of a provider that we know. */
export const CLUSTER_PLACES = [...PROVIDERS, 'registered'] as const
export type ClusterPlace = Provider | 'registered'

export type ClusterListQuery = {
  /** Part of a name or of an ID. */
  search: string
  state: ClusterViewState | null
  provider: ClusterPlace | null
  sort: ClusterSort
  /** From 1. */
  page: number
}

export const DEFAULT_CLUSTER_QUERY: ClusterListQuery = { search: '', state: null, provider: null, sort: '-created', page: 1 }

const MOST_SEARCHED = 64
const MOST_PAGES = 10_000

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((known) => known === value) ?? null
}

/** Reads an address. */
export function clusterListQueryOf(params: { get(name: string): string | null }): ClusterListQuery {
  const page = Number(params.get('page') ?? 1)
  return {
    search: (params.get('search') ?? '').trim().slice(0, MOST_SEARCHED),
    state: oneOf(CLUSTER_VIEW_STATES, params.get('state')),
    provider: oneOf(CLUSTER_PLACES, params.get('provider')),
    sort: oneOf(CLUSTER_SORTS, params.get('sort')) ?? DEFAULT_CLUSTER_QUERY.sort,
    page: Number.isSafeInteger(page) && page >= 1 && page <= MOST_PAGES ? page : 1,
  }
}

/** Writes an address: what is as by default is left out, so that one list has one address. */
export function clusterListAddress(query: ClusterListQuery): string {
  const params = new URLSearchParams()
  if (query.search !== '') params.set('search', query.search)
  if (query.state !== null) params.set('state', query.state)
  if (query.provider !== null) params.set('provider', query.provider)
  if (query.sort !== DEFAULT_CLUSTER_QUERY.sort) params.set('sort', query.sort)
  if (query.page !== 1) params.set('page', String(query.page))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
