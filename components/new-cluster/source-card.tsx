import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { byteText, counted, wholeNumber } from '@/components/ui/number-format'
import type { WizardCluster } from '@/lib/contracts/console-api'
import type { PrecheckResult } from '@/lib/contracts/control-api'
import type { IndexChoice } from '@/lib/migration/index-choice'
import { REFUSED_MEANWHILE, scopeOf } from './scope'

export function SourceCard({ source, precheck, loading }: { source: WizardCluster; precheck: PrecheckResult | undefined; loading: boolean }) {
  const waiting = loading ? <Skeleton className="h-5 w-36" /> : '–'
  const known = precheck?.contents ?? null
  return (
    <Card aria-labelledby="source-cluster">
      <CardHeader title="Source cluster" id="source-cluster" />
      <Facts className="figures">
        <Fact name="Name">
          <span className="font-medium">{source.name}</span>
        </Fact>
        <Fact name="Project">{source.projectName}</Fact>
        <Fact name="Holds">{precheck && known ? `${counted(precheck.databases, 'database')}, ${counted(precheck.collections, 'collection')}` : waiting}</Fact>
        <Fact name="Entities">{precheck && known ? wholeNumber(precheck.entities) : waiting}</Fact>
        <Fact name="Size">{known ? `About ${byteText(known.bytes)}` : waiting}</Fact>
      </Facts>
      <p className="border-t px-5 py-2.5 text-xs text-faint">An estimate from schemas and the counts of the server, which may count deleted entities.</p>
    </Card>
  )
}

export function ScopeCard({ indexes, precheck }: { indexes: IndexChoice; precheck: PrecheckResult | undefined }) {
  const { moves, stays } = scopeOf(precheck, indexes)
  return (
    <Card aria-labelledby="scope">
      <CardHeader title="What is migrated" id="scope" />
      <div className="grid gap-4 px-5 py-4 text-sm">
        <List title="Moves to the target" items={moves} />
        <List title="Is not carried over" items={stays} />
        <div>
          <h3 className="text-xs font-medium text-faint">Refused on the source meanwhile</h3>
          <p className="mt-1 text-soft">{REFUSED_MEANWHILE.join(', ')}. Reads, writes, new and dropped collections and partitions go on.</p>
        </div>
      </div>
    </Card>
  )
}

function List({ title, items }: { title: string; items: string[] }) {
  return (
    <div>
      <h3 className="text-xs font-medium text-faint">{title}</h3>
      <ul className="mt-1 list-disc space-y-0.5 pl-4 break-words text-soft marker:text-faint">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
