'use client'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import type { CollectionDetail } from '@/lib/contracts/collections-api'

export type Scope = { filter: string; outputFields: string; partition: string; limit: string }
export const EMPTY_SCOPE: Scope = { filter: '', outputFields: '', partition: '', limit: '' }

/** What is sent: an empty limit is left to the server to refuse at its field. */
export function scopeOf({ filter, outputFields, partition, limit }: Scope) {
  return { filter: filter.trim(), outputFields: outputFields.split(',').map((name) => name.trim()).filter(Boolean), partition, limit: limit.trim() === '' ? Number.NaN : Number(limit) }
}

type Props = {
  collection: CollectionDetail
  value: Scope
  onChange: (scope: Scope) => void
  limitLabel: string
  errorAt: (field: string) => string | undefined
}

const ALL = '*'

/** Which entities, which fields, how many. */
export function ScopeFields({ collection, value, onChange, limitLabel, errorAt }: Props) {
  const set = (part: Partial<Scope>) => onChange({ ...value, ...part })
  const key = collection.fields.find(({ primaryKey }) => primaryKey)
  const example = key?.type === 'VarChar' ? `${key.name} like "a%"` : `${key?.name ?? 'id'} > 100`
  const byKey = collection.fields.some(({ partitionKey }) => partitionKey)
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_minmax(0,1.4fr)_minmax(0,1fr)_6rem]">
      <TextField
        label="Filter expression"
        value={value.filter}
        placeholder={example}
        spellCheck={false}
        autoComplete="off"
        className="max-lg:sm:col-span-2"
        error={errorAt('filter')}
        onChange={(event) => set({ filter: event.target.value })}
      />
      <TextField
        label="Output fields"
        value={value.outputFields}
        placeholder="All"
        spellCheck={false}
        autoComplete="off"
        hint="Names with commas between."
        error={errorAt('outputFields')}
        onChange={(event) => set({ outputFields: event.target.value })}
      />
      <SelectField
        label="Partition"
        disabled={byKey}
        hint={byKey ? 'Chosen by the partition key.' : undefined}
        value={value.partition || ALL}
        onChange={(partition) => set({ partition: partition === ALL ? '' : partition })}
        options={[{ value: ALL, label: 'All' }, ...(byKey ? [] : collection.partitions.map(({ name }) => ({ value: name, label: name })))]}
      />
      <TextField
        label={limitLabel}
        type="number"
        inputMode="numeric"
        min={1}
        max={1000}
        value={value.limit}
        error={errorAt('limit')}
        onChange={(event) => set({ limit: event.target.value })}
      />
    </div>
  )
}
