import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { wholeNumber } from '@/components/ui/number-format'
import { ProgressBar } from '@/components/ui/progress-bar'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import type { Collection } from '@/lib/contracts/console-api'

type Props = {
  collections: Collection[]
  /** By collectionKey: why the last Load or Release did not work; empty when it did. */
  problems: Record<string, string>
  /** Those that a request is under way for. */
  asked: ReadonlySet<string>
  refusal: string | null
  onLoad: (collection: Collection) => void
  onRelease: (collection: Collection) => void
}

export function collectionKey({ database, name }: Pick<Collection, 'database' | 'name'>): string {
  return `${database}/${name}`
}

export function CollectionTable(props: Props) {
  return (
    <Table label="Collections">
      <thead>
        <tr>
          <Th>Collection</Th>
          <Th className={WIDE_ONLY}>Database</Th>
          <Th className={`${WIDE_ONLY} text-right`}>Entities</Th>
          <Th className={WIDE_ONLY}>Index</Th>
          <Th>Load state</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {props.collections.map((collection) => (
          <Row key={collectionKey(collection)} collection={collection} {...props} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ collection, problems, asked, refusal, onLoad, onRelease }: Props & { collection: Collection }) {
  const key = collectionKey(collection)
  const busy = asked.has(key)
  return (
    <Tr>
      <Td>
        <span className="font-medium break-all">{collection.name}</span>
        <p className="figures text-xs text-soft md:hidden">
          {collection.database || 'default'}
          {collection.entities !== null && ` · ${wholeNumber(collection.entities)} entities`}
        </p>
        {problems[key] && (
          <p role="alert" className="max-w-80 text-xs text-bad">
            {problems[key]}
          </p>
        )}
      </Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{collection.database || 'default'}</Td>
      <Td className={`${WIDE_ONLY} figures text-right`}>{collection.entities === null ? '–' : wholeNumber(collection.entities)}</Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{indexText(collection)}</Td>
      <Td className="w-32">
        <LoadState collection={collection} />
      </Td>
      <Td className="w-24 text-right">
        {collection.loadState === 'loaded' ? (
          <Button size="sm" variant="ghost" busy={busy} disabledReason={refusal} aria-label={`Release ${collection.name}`} onClick={() => onRelease(collection)}>
            Release
          </Button>
        ) : (
          <Button
            size="sm"
            busy={busy || collection.loadState === 'loading'}
            disabledReason={refusal ?? collection.loadBlocked}
            aria-label={`Load ${collection.name}`}
            onClick={() => onLoad(collection)}
          >
            Load
          </Button>
        )}
      </Td>
    </Tr>
  )
}

function indexText({ indexes }: Collection): string {
  const texts = indexes.map((index) => [index.type, index.metric].filter(Boolean).join(' '))
  return [...new Set(texts)].join(', ') || 'None'
}

function LoadState({ collection: { loadState, loadProgress, name } }: { collection: Collection }) {
  if (loadState === 'loaded') return <Badge tone="ok" mark>Loaded</Badge>
  if (loadState === 'not_loaded') return <Badge mark>Not loaded</Badge>
  return (
    <span className="figures flex items-center gap-2 text-xs text-soft">
      <ProgressBar value={loadProgress ?? 0} max={100} label={`Loading ${name}`} className="w-16" />
      {Math.floor(loadProgress ?? 0)} %
    </span>
  )
}
