'use client'
import { useCallback, type ReactNode } from 'react'
import { SearchField } from '@/components/ui/search-field'
import { SelectField } from '@/components/ui/select-field'
import type { CollectionListQuery, CollectionSort } from '@/lib/contracts/collection-list-query'

const SORT_WORDS: Record<CollectionSort, string> = { name: 'Name, A to Z', '-name': 'Name, Z to A', '-created': 'Newest first', created: 'Oldest first' }

type Props = { databases: string[]; query: CollectionListQuery; onChange: (change: Partial<CollectionListQuery>) => void; children?: ReactNode }

export function CollectionFilters({ databases, query, onChange, children }: Props) {
  const search = useCallback((text: string) => onChange({ search: text }), [onChange])
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <SelectField
        quietLabel
        label="Database"
        className="w-44 max-sm:flex-1"
        value={query.database}
        onChange={(database) => onChange({ database, search: '' })}
        options={databases.map((name) => ({ value: name, label: name }))}
      />
      <SearchField label="Search collections" placeholder="Search by name" value={query.search} onSearch={search} className="w-full sm:w-60" />
      <SelectField
        quietLabel
        label="Sort by"
        className="w-40 max-sm:flex-1"
        value={query.sort}
        onChange={(sort) => onChange({ sort: sort as CollectionSort })}
        options={Object.entries(SORT_WORDS).map(([value, label]) => ({ value, label }))}
      />
      {children}
    </div>
  )
}
