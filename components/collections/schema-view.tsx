import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import { counted, wholeNumber } from '@/components/ui/number-format'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { TimeText } from '@/components/ui/time-text'
import type { CollectionDetail, FieldDetail } from '@/lib/contracts/collections-api'
import { fieldMarks, fieldTypeText, pairText } from './field-words'

export function SchemaView({ collection }: { collection: CollectionDetail }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0 space-y-4">
        <FieldCard fields={collection.fields} />
        {collection.functions.length > 0 && <FunctionCard functions={collection.functions} />}
        <IndexCard indexes={collection.indexes} />
        <PartitionCard collection={collection} />
      </div>
      <SummaryCard collection={collection} />
    </div>
  )
}

function FieldCard({ fields }: { fields: FieldDetail[] }) {
  return (
    <Card className="overflow-hidden">
      <CardHeader title={counted(fields.length, 'field')} />
      <Table label="Fields">
        <Head>
          <Th>Field</Th>
          <Th>Type</Th>
          <Th>Attributes</Th>
        </Head>
        <tbody>
          {fields.map((field) => (
            <Tr key={field.name}>
              <Td>
                <span className="font-medium break-all">{field.name}</span>
                {field.description && <p className="text-xs text-soft">{field.description}</p>}
              </Td>
              <Td className="font-mono text-xs">{fieldTypeText(field)}</Td>
              <Td>
                <span className="flex flex-wrap gap-1">
                  {fieldMarks(field).map((mark) => (
                    <Badge key={mark} tone={mark === 'Primary key' ? 'accent' : 'neutral'}>
                      {mark}
                    </Badge>
                  ))}
                </span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}

function Head({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr>{children}</tr>
    </thead>
  )
}

function FunctionCard({ functions }: { functions: CollectionDetail['functions'] }) {
  return (
    <Card>
      <CardHeader title="Functions" />
      <Facts>
        {functions.map(({ name, type, inputs, outputs, params }) => (
          <Fact key={name} name={name}>
            {type}: {inputs.join(', ')} → {outputs.join(', ')}
            {params.length > 0 && <p className="text-xs text-soft">{params.map(pairText).join(', ')}</p>}
          </Fact>
        ))}
      </Facts>
    </Card>
  )
}

function IndexCard({ indexes }: { indexes: CollectionDetail['indexes'] }) {
  return (
    <Card className="overflow-hidden">
      <CardHeader title={indexes.length === 0 ? 'No index' : counted(indexes.length, 'index', 'indexes')} />
      {indexes.length > 0 && (
        <Table label="Indexes">
          <Head>
            <Th>Index</Th>
            <Th>Field</Th>
            <Th>Parameters</Th>
          </Head>
          <tbody>
            {indexes.map(({ name, field, params, state }) => (
              <Tr key={`${field}/${name}`}>
                <Td>
                  {name}
                  {state !== 'Finished' && <p className="text-xs text-soft">{state}</p>}
                </Td>
                <Td>{field}</Td>
                <Td className="min-w-48 font-mono text-xs break-words">{params.map(pairText).join(', ') || '–'}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}

function PartitionCard({ collection: { partitions, partitionCount } }: { collection: CollectionDetail }) {
  return (
    <Card className="overflow-hidden">
      <CardHeader title={counted(partitionCount, 'partition')} hint={partitionCount > partitions.length ? `The first ${partitions.length} are shown.` : undefined} />
      <ul className="max-h-72 divide-y overflow-y-auto text-sm" tabIndex={0} aria-label="Partitions">
        {partitions.map(({ name, entities }) => (
          <li key={name} className="flex justify-between gap-4 px-5 py-2">
            <span className="break-all">{name}</span>
            <span className="figures text-soft">{entities === null ? '–' : counted(entities, 'entity', 'entities')}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function SummaryCard({ collection }: { collection: CollectionDetail }) {
  return (
    <Card>
      <CardHeader title="Properties" />
      <Facts>
        <Fact name="Database">{collection.database}</Fact>
        {collection.description && <Fact name="Description">{collection.description}</Fact>}
        {collection.aliases.length > 0 && <Fact name="Aliases">{collection.aliases.join(', ')}</Fact>}
        <Fact name="Dynamic field">{collection.dynamicFields ? 'On' : 'Off'}</Fact>
        <Fact name="Consistency">{collection.consistency}</Fact>
        <Fact name="Shards">{wholeNumber(collection.shards)}</Fact>
        {collection.createdAt !== null && (
          <Fact name="Created">
            <TimeText at={collection.createdAt} />
          </Fact>
        )}
        {collection.properties.map(({ key, value }) => (
          <Fact key={key} name={key}>
            <span className="font-mono text-xs">{value}</span>
          </Fact>
        ))}
      </Facts>
    </Card>
  )
}
