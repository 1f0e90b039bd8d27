// What the lists of migrations and jobs are asked for, as it stands in the address of the pages and of GET
// /api/migrations. Whatever an address says that is not known here falls back to the default.
import { JOB_STATUSES, type JobStatus } from './console-api.ts'

export const MIGRATIONS_PER_PAGE = 50

/** A leading hyphen means descending. */
export const MIGRATION_SORTS = ['-started', 'started', '-ended', 'ended', 'source', '-source', 'target', '-target'] as const
export type MigrationSort = (typeof MIGRATION_SORTS)[number]

/** Started within the last so many hours. */
export const MIGRATION_PERIODS = { day: 24, week: 7 * 24, month: 30 * 24 } as const
export type MigrationPeriod = keyof typeof MIGRATION_PERIODS

export type MigrationListQuery = {
  /** Part of the name of source or target, or of the job's ID. */
  search: string
  status: JobStatus | null
  /** The one who created it. */
  person: string | null
  period: MigrationPeriod | null
  sort: MigrationSort
  /** From 1. */
  page: number
}

export const DEFAULT_MIGRATION_QUERY: MigrationListQuery = { search: '', status: null, person: null, period: null, sort: '-started', page: 1 }

const MOST_SEARCHED = 64
const MOST_PAGES = 10_000
const PERIODS = Object.keys(MIGRATION_PERIODS) as MigrationPeriod[]

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((known) => known === value) ?? null
}

/** Reads an address. */
export function migrationListQueryOf(params: { get(name: string): string | null }): MigrationListQuery {
  const page = Number(params.get('page') ?? 1)
  return {
    search: (params.get('search') ?? '').trim().slice(0, MOST_SEARCHED),
    status: oneOf(JOB_STATUSES, params.get('status')),
    person: params.get('person')?.slice(0, MOST_SEARCHED) || null,
    period: oneOf(PERIODS, params.get('period')),
    sort: oneOf(MIGRATION_SORTS, params.get('sort')) ?? DEFAULT_MIGRATION_QUERY.sort,
    page: Number.isSafeInteger(page) && page >= 1 && page <= MOST_PAGES ? page : 1,
  }
}

/** Writes an address: what is as by default is left out, so that one list has one address. */
export function migrationListAddress(query: MigrationListQuery): string {
  const params = new URLSearchParams()
  for (const name of ['search', 'status', 'person', 'period', 'sort', 'page'] as const) {
    const value = query[name]
    if (value !== null && value !== DEFAULT_MIGRATION_QUERY[name]) params.set(name, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** True where something is left out by choice. */
export function isFiltered({ search, status, person, period }: MigrationListQuery): boolean {
  return search !== '' || status !== null || person !== null || period !== null
}
