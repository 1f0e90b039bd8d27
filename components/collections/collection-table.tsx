import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { counted, wholeNumber } from '@/components/ui/number-format'
import { ProgressBar } from '@/components/ui/progress-bar'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import type { Collection } from '@/lib/contracts/collections-api'
import { placeKey } from './load-run'

type Props = {
  collections: Collection[]
  /** placeKey of those that are chosen. */
  chosen: ReadonlySet<string>
  onChoose: (keys: string[], chosen: boolean) => void
  /** Those that a request is under way for. */
  asked: ReadonlySet<string>
  refusal: string | null
  addressOf: (collection: Collection) => string
  onLoad: (collection: Collection) => void
  onRelease: (collection: Collection) => void
}

export function CollectionTable(props: Props) {
  const keys = props.collections.map(placeKey)
  const all = keys.every((key) => props.chosen.has(key))
  return (
    <Table label="Collections">
      <thead>
        <tr>
          <Th className="w-8">
            <Checkbox checked={all} onChange={(checked) => props.onChoose(keys, checked)}>
              <span className="sr-only">Choose all on this page</span>
            </Checkbox>
          </Th>
          <Th>Collection</Th>
          <Th className={`${WIDE_ONLY} text-right`}>Entities</Th>
          <Th className={WIDE_ONLY}>Schema</Th>
          <Th className={WIDE_ONLY}>Index</Th>
          <Th>Load state</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {props.collections.map((collection) => (
          <Row key={placeKey(collection)} collection={collection} {...props} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ collection, chosen, onChoose, asked, refusal, addressOf, onLoad, onRelease }: Props & { collection: Collection }) {
  const key = placeKey(collection)
  const busy = asked.has(key)
  return (
    <Tr>
      <Td>
        <Checkbox checked={chosen.has(key)} onChange={(checked) => onChoose([key], checked)}>
          <span className="sr-only">Choose {collection.name}</span>
        </Checkbox>
      </Td>
      <Td>
        <Link href={addressOf(collection)} scroll={false} className="font-medium break-all hover:text-accent hover:underline">
          {collection.name}
        </Link>
        {collection.aliases.length > 0 && <p className="text-xs break-all text-faint">Alias {collection.aliases.join(', ')}</p>}
        <p className="figures text-xs text-soft md:hidden">{collection.entities !== null && counted(collection.entities, 'entity', 'entities')}</p>
      </Td>
      <Td className={`${WIDE_ONLY} figures text-right`}>{collection.entities === null ? '–' : wholeNumber(collection.entities)}</Td>
      <Td className={`${WIDE_ONLY} text-soft`} title={collection.fields.map(({ name, type }) => `${name} ${type}`).join('\n')}>
        {counted(collection.fields.length, 'field')}
      </Td>
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
