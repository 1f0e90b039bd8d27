import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { counted } from '@/components/ui/number-format'
import type { Cluster } from '@/lib/contracts/console-api'
import type { PrecheckResult } from '@/lib/contracts/control-api'

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
const STAYS = ['Index types: the target gets AUTOINDEX with the same metric', 'Load state: collections are left unloaded on the target', 'Users, roles and tokens: the target has its own token']

export function ScopeCard() {
  return (
    <Card aria-labelledby="scope">
      <CardHeader title="What is migrated" id="scope" />
      <div className="grid gap-4 px-5 py-4 text-sm">
        <List title="Moves to the target" items={MOVES} />
        <List title="Is not carried over" items={STAYS} />
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
