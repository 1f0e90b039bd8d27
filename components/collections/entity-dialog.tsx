'use client'
import { useEffect, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { WholeEntity } from '@/lib/contracts/collections-api'
import { prettyJson } from '@/lib/contracts/json-text'
import type { CollectionActions } from './collection-actions'

type Props = {
  place: { clusterId: string; database: string; collection: string }
  entityKey: string
  readEntity: CollectionActions['readEntity']
  onClose: () => void
}

/** One entity, every field in full; it is read when it is opened. */
export function EntityDialog({ place: { clusterId, database, collection }, entityKey, readEntity, onClose }: Props) {
  const [entity, setEntity] = useState<WholeEntity | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let shown = true
    void readEntity({ clusterId, database, collection, key: entityKey }).then((result) => {
      if (!shown) return
      if (result.ok) setEntity(result.data)
      else setProblem(result.error.message)
    })
    return () => void (shown = false)
  }, [clusterId, database, collection, entityKey, readEntity])
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Entity ${entityKey}`} description={collection} size="lg">
      {problem ? (
        <Banner tone="bad" live>{problem}</Banner>
      ) : entity === null ? (
        <SkeletonRows rows={4} />
      ) : (
        <dl className="space-y-4">
          {entity.columns.map((column, at) => {
            const cell = entity.cells[at] ?? null
            const text = cell === null ? null : column.kind === 'json' ? prettyJson(cell.text) : cell.text
            return (
              <div key={column.name}>
                <dt className="flex items-center justify-between gap-2 text-sm font-medium">
                  <span>
                    {column.name} <span className="font-mono text-xs text-faint">{column.type}</span>
                  </span>
                  {cell !== null && <CopyButton text={cell.text} label={`Copy ${column.name}`} />}
                </dt>
                <dd>
                  {text === null ? (
                    <span className="text-sm text-faint italic">null</span>
                  ) : (
                    <pre tabIndex={0} aria-label={column.name} className="max-h-60 overflow-auto rounded-md border bg-code px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap">
                      {text}
                    </pre>
                  )}
                </dd>
              </div>
            )
          })}
        </dl>
      )}
    </Dialog>
  )
}
