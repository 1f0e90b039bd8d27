'use client'
import { GitCompareArrows, Play } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import type { CollectionDetail } from '@/lib/contracts/collections-api'
import { EMPTY_SCOPE, ScopeFields, scopeOf } from './scope-fields'

export type Asked = { filter: string; outputFields: string[]; partition: string; limit: number }

export type FormProps = {
  collection: CollectionDetail
  busy: boolean
  refusal: string | null
  problem: string | undefined
  problemAt: string | undefined
}

type Props = FormProps & { sourceName: string | null; onQuery: (asked: Asked) => void; onCompare: (asked: Asked) => void }

export function QueryForm({ collection, busy, refusal, problem, problemAt, sourceName, onQuery, onCompare }: Props) {
  const [scope, setScope] = useState({ ...EMPTY_SCOPE, limit: '100' })
  const errorAt = (field: string) => (problemAt === field ? problem : undefined)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (refusal === null && !busy) onQuery(scopeOf(scope))
  }
  return (
    <form onSubmit={submit} className="space-y-4" noValidate>
      <ScopeFields collection={collection} value={scope} onChange={setScope} limitLabel="Limit" errorAt={errorAt} />
      <div className="flex flex-wrap justify-end gap-2">
        {sourceName !== null && (
          <Button busy={busy} disabledReason={refusal} onClick={() => onCompare(scopeOf(scope))} title={`The same query on ${sourceName}, row by row`}>
            <GitCompareArrows aria-hidden />
            Compare with source
          </Button>
        )}
        <Button type="submit" variant="primary" busy={busy} disabledReason={refusal}>
          {!busy && <Play aria-hidden />}
          Query
        </Button>
      </div>
    </form>
  )
}
