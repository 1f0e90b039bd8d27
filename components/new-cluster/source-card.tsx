import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { counted } from '@/components/ui/number-format'
import type { Cluster } from '@/lib/contracts/console-api'
import type { PrecheckResult } from '@/lib/contracts/control-api'
import type { IndexChoice } from '@/lib/migration/index-choice'

export function SourceCard({ source, precheck, loading }: { source: Cluster; precheck: PrecheckResult | undefined; loading: boolean }) {
  const size = precheck && `${counted(precheck.entities, 'entity', 'entities')} in ${counted(precheck.collections, 'collection')}, ${counted(precheck.databases, 'database')}`
  return (
    <Card aria-labelledby="source-cluster">
      <CardHeader title="Source cluster" id="source-cluster" />
      <Facts>
        <Fact name="Name">
          <span className="font-medium">{source.name}</span>
        </Fact>
        <Fact name="Project">{source.projectName}</Fact>
        <Fact name="Data">{size ?? (loading ? <Skeleton className="h-4 w-36" /> : '–')}</Fact>
      </Facts>
    </Card>
  )
}

const MOVES = ['All databases, collections and partitions', 'Schemas as they are, and every entity', 'Aliases']
const STAYS = [
  'Load state: collections are left unloaded on the target',
  'Users and their passwords, roles and grants: the target has its own token',
  'Ages of entities: where a collection has a TTL, it counts from the copy on',
]
const INDEXES = {
  auto: { moves: [], stays: ['Index types and scalar indexes: vector fields get AUTOINDEX with the same metric'] },
  source: { moves: ['Index definitions, also of scalar fields'], stays: ['Index types that the target does not know: vector fields get AUTOINDEX there'] },
} satisfies Record<IndexChoice, { moves: string[]; stays: string[] }>

export function ScopeCard({ indexes }: { indexes: IndexChoice }) {
  return (
    <Card aria-labelledby="scope">
      <CardHeader title="What is migrated" id="scope" />
      <div className="grid gap-4 px-5 py-4 text-sm">
        <List title="Moves to the target" items={[...MOVES, ...INDEXES[indexes].moves]} />
        <List title="Is not carried over" items={[...INDEXES[indexes].stays, ...STAYS]} />
      </div>
    </Card>
  )
}

function List({ title, items }: { title: string; items: string[] }) {
  return (
    <div>
      <h3 className="text-xs font-medium text-faint">{title}</h3>
      <ul className="mt-1 list-disc space-y-0.5 pl-4 text-soft marker:text-faint">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
