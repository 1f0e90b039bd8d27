import { wholeNumber } from '@/components/ui/number-format'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Cluster } from '@/lib/contracts/console-api'
import { ClusterName, Endpoint, ProgressLink } from './cluster-parts'
import { ClusterState } from './cluster-state'
import { placeText, sizeText } from './cluster-words'

export function ClusterTable({ clusters }: { clusters: Cluster[] }) {
  return (
    <>
      <div className="hidden md:block">
        <Table label="Clusters">
          <thead>
            <tr>
              <Th>Cluster</Th>
              <Th>State</Th>
              <Th>Provider and region</Th>
              <Th className="text-right">CU</Th>
              <Th className="text-right">Entities</Th>
              <Th>Endpoint</Th>
            </tr>
          </thead>
          <tbody>
            {clusters.map((cluster) => (
              <Row key={cluster.id} cluster={cluster} />
            ))}
          </tbody>
        </Table>
      </div>
      <ul className="divide-y md:hidden" aria-label="Clusters">
        {clusters.map((cluster) => (
          <NarrowItem key={cluster.id} cluster={cluster} />
        ))}
      </ul>
    </>
  )
}

function Row({ cluster }: { cluster: Cluster }) {
  return (
    <Tr>
      <Td>
        <ClusterName cluster={cluster} />
      </Td>
      <Td>
        <span className="flex flex-wrap items-center gap-x-2">
          <ClusterState cluster={cluster} />
          <ProgressLink cluster={cluster} />
        </span>
      </Td>
      <Td className="text-soft">{placeText(cluster) ?? 'Registered endpoint'}</Td>
      <Td className="figures text-right" title={sizeText(cluster) ?? undefined}>
        {cluster.cuSize ?? '–'}
      </Td>
      <Td className="figures text-right">{cluster.entities === null ? '–' : wholeNumber(cluster.entities)}</Td>
      <Td>
        <Endpoint endpoint={cluster.endpoint} />
      </Td>
    </Tr>
  )
}

function NarrowItem({ cluster }: { cluster: Cluster }) {
  const facts = [placeText(cluster) ?? 'Registered endpoint', sizeText(cluster)].filter(Boolean).join(' · ')
  return (
    <li className="space-y-1.5 px-4 py-3">
      <div className="flex items-start justify-between gap-3">
        <ClusterName cluster={cluster} />
        <ClusterState cluster={cluster} />
      </div>
      <p className="text-xs text-soft">
        {facts}
        {cluster.entities !== null && <> · {wholeNumber(cluster.entities)} entities</>}
      </p>
      <Endpoint endpoint={cluster.endpoint} />
      <ProgressLink cluster={cluster} />
    </li>
  )
}
