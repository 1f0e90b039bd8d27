'use client'
import { useCallback } from 'react'
import { SearchField } from '@/components/ui/search-field'
import { SelectField } from '@/components/ui/select-field'
import { ViewSwitch } from '@/components/ui/view-switch'
import type { View } from '@/components/ui/views'
import { PROVIDER_NAMES } from '@/lib/contracts/cluster-catalogue'
import { CLUSTER_PLACES, type ClusterListQuery, type ClusterSort } from '@/lib/contracts/cluster-list-query'
import { CLUSTER_VIEW_STATES } from '@/lib/contracts/console-api'
import { STATE_WORDS } from './cluster-words'

const ANY = 'any'

const SORT_WORDS: Record<ClusterSort, string> = {
  '-created': 'Newest first',
  created: 'Oldest first',
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
  '-entities': 'Most entities',
  entities: 'Fewest entities',
  '-cu': 'Most CU',
  cu: 'Fewest CU',
}

type Props = {
  query: ClusterListQuery
  onChange: (change: Partial<ClusterListQuery>) => void
  view: View
  onView: (view: View) => void
}

export function ClusterFilters({ query, onChange, view, onView }: Props) {
  const search = useCallback((text: string) => onChange({ search: text }), [onChange])
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <SearchField label="Search clusters" placeholder="Search by name or ID" value={query.search} onSearch={search} className="w-full sm:w-60" />
      <SelectField
        quietLabel
        label="State"
        className="w-36 max-sm:flex-1"
        value={query.state ?? ANY}
        onChange={(state) => onChange({ state: CLUSTER_VIEW_STATES.find((known) => known === state) ?? null })}
        options={[{ value: ANY, label: 'Any state' }, ...CLUSTER_VIEW_STATES.map((state) => ({ value: state, label: STATE_WORDS[state].label }))]}
      />
      <SelectField
        quietLabel
        label="Provider"
        className="w-40 max-sm:flex-1"
        value={query.provider ?? ANY}
        onChange={(place) => onChange({ provider: CLUSTER_PLACES.find((known) => known === place) ?? null })}
        options={[
          { value: ANY, label: 'Any provider' },
          ...CLUSTER_PLACES.map((place) => ({ value: place, label: place === 'registered' ? 'Registered' : PROVIDER_NAMES[place] })),
        ]}
      />
      <SelectField
        quietLabel
        label="Sort by"
        className="w-40 max-sm:flex-1"
        value={query.sort}
        onChange={(sort) => onChange({ sort: sort as ClusterSort })}
        options={Object.entries(SORT_WORDS).map(([value, label]) => ({ value, label }))}
      />
      <div className="ml-auto">
        <ViewSwitch value={view} onChange={onView} />
      </div>
    </div>
  )
}
