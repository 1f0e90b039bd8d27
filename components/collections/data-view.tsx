'use client'
import { Search, Table2 } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { counted } from '@/components/ui/number-format'
import { Tabs } from '@/components/ui/tabs'
import type { CollectionDetail, ComparedRows, RowSet } from '@/lib/contracts/collections-api'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { refusalOf } from '@/lib/permissions/matrix'
import { useLoadedOnSource } from '@/lib/queries/loaded-on-source'
import type { CollectionActions } from './collection-actions'
import { CompareTable } from './compare-table'
import { EntityDialog } from './entity-dialog'
import { QueryForm, type Asked } from './query-form'
import { RowTable } from './row-table'
import { SearchForm } from './search-form'

type Props = { detail: ClusterDetail; collection: CollectionDetail; actions: CollectionActions }
type Result = { kind: 'rows'; rows: RowSet; limit: number } | { kind: 'compared'; compared: ComparedRows }
type Problem = { message: string; field?: string | undefined }

/** A look at the entities of a collection: by a filter, by a vector, or on both sides of a migration. */
export function DataView({ detail: { cluster, permissions }, collection, actions }: Props) {
  const [mode, setMode] = useState('query')
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const migrated = cluster.migration?.role === 'target' && cluster.migration.stage === 'completed'
  const source = useLoadedOnSource(cluster.id, migrated).data?.source ?? null
  const place = { clusterId: cluster.id, database: collection.database, collection: collection.name }
  const refusal = permissions.includes('collection.query')
    ? collection.loadState === 'loaded' ? null : 'Load the collection first: Milvus reads loaded collections only.'
    : refusalOf('collection.query')

  async function show<T>(ask: Promise<ActionResult<T>>, as: (data: T) => Result) {
    setBusy(true)
    const answer = await ask
    setBusy(false)
    setProblem(answer.ok ? null : answer.error)
    if (answer.ok) setResult(as(answer.data))
  }
  const rows = (limit: number) => (data: RowSet): Result => ({ kind: 'rows', rows: data, limit })
  const query = (asked: Asked) => void show(actions.queryCollection({ ...place, ...asked }), rows(asked.limit))
  const compare = (asked: Asked) => void show(actions.compareCollection({ ...place, ...asked }), (compared) => ({ kind: 'compared', compared }))
  const form = { collection, busy, refusal, problemAt: problem?.field }
  return (
    <div className="space-y-4">
      <Card className="px-5 pb-5">
        <Tabs
          label="How to look"
          value={mode}
          onChange={setMode}
          tabs={[
            { value: 'query', label: 'Query', content: <QueryForm {...form} problem={problem?.message} sourceName={source?.name ?? null} onQuery={query} onCompare={compare} /> },
            {
              value: 'search',
              label: 'Vector search',
              content: <SearchForm {...form} problem={problem?.message} onSearch={(asked) => void show(actions.searchCollection({ ...place, ...asked }), rows(asked.limit))} />,
            },
          ]}
        />
      </Card>
      {problem && problem.field === undefined && (
        <Banner tone="bad" live title="The server refused this">
          <span className="font-mono text-xs break-words">{problem.message}</span>
        </Banner>
      )}
      <Card className="overflow-hidden" aria-busy={busy}>
        {result === null ? (
          <EmptyState icon={mode === 'query' ? <Table2 /> : <Search />} title="Nothing asked yet">
            What you ask for is read from the cluster and shown here. It is neither kept nor logged.
          </EmptyState>
        ) : result.kind === 'rows' ? (
          <>
            <RowTable rows={result.rows} onOpen={setOpen} />
            <p role="status" className="figures border-t px-5 py-2 text-xs text-soft">
              {counted(result.rows.rows.length, 'entity', 'entities')} in {result.rows.tookMs} ms
              {result.rows.rows.length >= result.limit && ', as many as asked for: there may be more'}
            </p>
          </>
        ) : (
          <CompareTable compared={result.compared} onOpen={setOpen} />
        )}
      </Card>
      {open !== null && <EntityDialog place={place} entityKey={open} readEntity={actions.readEntity} onClose={() => setOpen(null)} />}
    </div>
  )
}
