'use client'
import { useCallback } from 'react'
import { SearchField } from '@/components/ui/search-field'
import { SelectField } from '@/components/ui/select-field'
import { JOB_STATUSES } from '@/lib/contracts/console-api'
import { MIGRATION_PERIODS, type MigrationListQuery, type MigrationPeriod, type MigrationSort } from '@/lib/contracts/migration-list-query'
import type { MigrationPage } from '@/lib/contracts/migrations-api'
import { JOB_STATUS_WORDS } from './stage-words'

const ANY = 'any'

const SORT_WORDS: Record<MigrationSort, string> = {
  '-started': 'Newest first',
  started: 'Oldest first',
  '-ended': 'Last ended first',
  ended: 'First ended first',
  source: 'Source, A to Z',
  '-source': 'Source, Z to A',
  target: 'Target, A to Z',
  '-target': 'Target, Z to A',
}

const PERIOD_WORDS: Record<MigrationPeriod, string> = { day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' }

type Props = {
  query: MigrationListQuery
  onChange: (change: Partial<MigrationListQuery>) => void
  /** Who may be chosen as the creator. */
  people: MigrationPage['people']
  what: string
}

export function MigrationFilters({ query, onChange, people, what }: Props) {
  const search = useCallback((text: string) => onChange({ search: text }), [onChange])
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <SearchField label={`Search ${what}`} placeholder="Search by cluster or job ID" value={query.search} onSearch={search} className="w-full sm:w-60" />
      <Choice label="Status" any="Any status" className="w-36" value={query.status} onChange={(status) => onChange({ status })} options={JOB_STATUSES.map((status) => [status, JOB_STATUS_WORDS[status].label])} />
      <Choice label="Created By" any="Anyone" className="w-36" value={query.person} onChange={(person) => onChange({ person })} options={people.map(({ id, name }) => [id, name])} />
      <Choice
        label="Start Time"
        any="Any time"
        className="w-36"
        value={query.period}
        onChange={(period) => onChange({ period })}
        options={(Object.keys(MIGRATION_PERIODS) as MigrationPeriod[]).map((period) => [period, PERIOD_WORDS[period]])}
      />
      <SelectField
        quietLabel
        label="Sort by"
        className="w-44 max-sm:flex-1"
        value={query.sort}
        onChange={(sort) => onChange({ sort: sort as MigrationSort })}
        options={Object.entries(SORT_WORDS).map(([value, label]) => ({ value, label }))}
      />
    </div>
  )
}

type ChoiceProps<T extends string> = { label: string; any: string; value: T | null; onChange: (value: T | null) => void; options: (readonly [T, string])[]; className: string }

function Choice<T extends string>({ label, any, value, onChange, options, className }: ChoiceProps<T>) {
  return (
    <SelectField
      quietLabel
      label={label}
      className={`${className} max-sm:flex-1`}
      value={value ?? ANY}
      onChange={(next) => onChange(options.find(([known]) => known === next)?.[0] ?? null)}
      options={[{ value: ANY, label: any }, ...options.map(([known, text]) => ({ value: known as string, label: text }))]}
    />
  )
}
