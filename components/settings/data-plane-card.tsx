import { Badge } from '@/components/ui/badge'
import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import { wholeNumber } from '@/components/ui/number-format'
import { TimeText } from '@/components/ui/time-text'
import type { OrganizationSettings } from '@/lib/contracts/organization-api'
import { SetBy } from './set-by'

export function DataPlaneCard({ plane }: { plane: OrganizationSettings['dataPlanes'][number] }) {
  const { address, version, startedAt, problem, embedded, clusters, runningMigrations } = plane
  return (
    <Card>
      <CardHeader title="Data planes" hint="What moves the data and serves the endpoints of the clusters. This console has one." />
      <Facts>
        <Fact name="Address">
          <code className="font-mono text-xs break-all">{address}</code>
          <p className="text-xs text-faint">
            <SetBy option="DATA_PLANE_URL" />
          </p>
        </Fact>
        <Fact name="State">
          <Badge mark tone={problem === null ? 'ok' : 'bad'}>
            {problem === null ? 'Reachable' : 'Not reachable'}
          </Badge>
          {problem !== null && <p className="mt-1 text-xs text-bad">{problem}</p>}
        </Fact>
        <Fact name="Version">{version ?? '–'}</Fact>
        <Fact name="Up since">{startedAt === null ? '–' : <TimeText at={startedAt} />}</Fact>
        <Fact name="Embedded clusters">
          {embedded === null ? '–' : embedded.available ? 'Can be created' : 'Cannot be created'}
          {embedded?.reason && <p className="text-xs text-bad">{embedded.reason}</p>}
        </Fact>
        <Fact name="Clusters">
          <span className="figures">{wholeNumber(clusters)}</span>
        </Fact>
        <Fact name="Running migrations">
          <span className="figures">{wholeNumber(runningMigrations)}</span>
        </Fact>
      </Facts>
    </Card>
  )
}
