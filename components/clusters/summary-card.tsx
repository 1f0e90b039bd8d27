import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import { wholeNumber } from '@/components/ui/number-format'
import { TimeText } from '@/components/ui/time-text'
import type { ClusterDetail } from '@/lib/contracts/console-api'
import { CU_TYPE_NAMES, engineText, PLAN_NAMES } from './cluster-words'

export function SummaryCard({ detail: { cluster, address } }: { detail: ClusterDetail }) {
  const own = cluster.driver === 'embedded'
  return (
    <Card aria-labelledby="summary-title">
      <CardHeader title="Summary" id="summary-title" />
      <Facts>
        <Fact name="Runs on">{own ? 'This machine (embedded)' : `Registered Milvus${address ? ` at ${address}` : ''}`}</Fact>
        {own && <Fact name="Plan">{PLAN_NAMES[cluster.plan]}</Fact>}
        {cluster.cuType && <Fact name="CU Type">{CU_TYPE_NAMES[cluster.cuType]}</Fact>}
        {cluster.cuSize !== null && <Fact name="CU Size">{cluster.cuSize} CU</Fact>}
        <Fact name="Compatible Milvus version">{engineText(cluster) ?? '–'}</Fact>
        <Fact name="Entities">{cluster.entities === null ? 'Not counted yet' : <span className="figures">{wholeNumber(cluster.entities)}</span>}</Fact>
        <Fact name="Creator">{cluster.createdBy}</Fact>
        <Fact name="Created">
          <TimeText at={cluster.createdAt} />
        </Fact>
      </Facts>
    </Card>
  )
}
