'use client'
import { Search } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import type { CollectionDetail } from '@/lib/contracts/collections-api'
import type { Asked, FormProps } from './query-form'
import { EMPTY_SCOPE, ScopeFields, scopeOf } from './scope-fields'

const METRICS = ['COSINE', 'L2', 'IP', 'JACCARD', 'HAMMING', 'BM25']
const OF_INDEX = 'index'
const PASTED = 'pasted'

type SearchAsked = Asked & { vectorField: string; vector: string; vectorOfKey: string; metric: string }
type Props = FormProps & { onSearch: (asked: SearchAsked) => void }

function metricOf(collection: CollectionDetail, field: string): string | undefined {
  return collection.indexes.find((index) => index.field === field)?.params.find(({ key }) => key === 'metric_type')?.value
}

export function SearchForm({ collection, busy, refusal, problem, problemAt, onSearch }: Props) {
  const vectors = collection.fields.filter(({ type }) => type.endsWith('Vector'))
  const [scope, setScope] = useState({ ...EMPTY_SCOPE, limit: '10' })
  const [vectorField, setVectorField] = useState(vectors[0]?.name ?? '')
  const [by, setBy] = useState<string>(PASTED)
  const [vector, setVector] = useState('')
  const [key, setKey] = useState('')
  const [metric, setMetric] = useState(OF_INDEX)
  const errorAt = (field: string) => (problemAt === field ? problem : undefined)
  const field = vectors.find(({ name }) => name === vectorField)
  const ofIndex = metricOf(collection, vectorField)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (refusal !== null || busy) return
    onSearch({ ...scopeOf(scope), vectorField, vector: by === PASTED ? vector : '', vectorOfKey: by === PASTED ? '' : key.trim(), metric: metric === OF_INDEX ? '' : metric })
  }
  return (
    <form onSubmit={submit} className="space-y-4" noValidate>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,2fr)_minmax(0,1fr)]">
        <SelectField label="Vector field" value={vectorField} onChange={setVectorField} error={errorAt('vectorField')} options={vectors.map(({ name, type }) => ({ value: name, label: name, detail: type }))} />
        <SelectField
          label="Search for"
          value={by}
          onChange={setBy}
          options={[
            { value: PASTED, label: field?.functionOutput ? 'A text' : 'A vector' },
            { value: 'entity', label: 'The vector of an entity' },
          ]}
        />
        {by === PASTED ? (
          <TextField
            label={field?.functionOutput ? 'Text' : 'Vector'}
            value={vector}
            spellCheck={false}
            autoComplete="off"
            placeholder={field?.functionOutput ? 'words to look for' : field?.type === 'SparseFloatVector' ? '{"1": 0.5, "70": 0.2}' : '[0.1, 0.2, …]'}
            error={errorAt('vector')}
            onChange={(event) => setVector(event.target.value)}
          />
        ) : (
          <TextField label="Key of the entity" value={key} spellCheck={false} autoComplete="off" error={errorAt('vectorOfKey') ?? errorAt('key')} onChange={(event) => setKey(event.target.value)} />
        )}
        <SelectField
          label="Metric"
          value={metric}
          onChange={setMetric}
          options={[{ value: OF_INDEX, label: ofIndex ? `${ofIndex} (index)` : 'Of the index' }, ...METRICS.filter((name) => name !== ofIndex).map((name) => ({ value: name, label: name }))]}
        />
      </div>
      <ScopeFields collection={collection} value={scope} onChange={setScope} limitLabel="topK" errorAt={errorAt} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={busy} disabledReason={refusal ?? (vectors.length === 0 ? 'This collection has no vector field.' : null)}>
          {!busy && <Search aria-hidden />}
          Search
        </Button>
      </div>
    </form>
  )
}
