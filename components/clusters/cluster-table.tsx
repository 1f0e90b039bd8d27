import { ArrowRightLeft } from 'lucide-react'
import Link from 'next/link'
import { CopyButton } from '@/components/ui/copy-button'
import { wholeNumber } from '@/components/ui/number-format'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Cluster } from '@/lib/contracts/console-api'
import { isActive } from '@/lib/migration/stage'
import { ClusterState } from './cluster-state'
import { engineText, placeText, sizeText } from './cluster-words'

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
        <ClusterState cluster={cluster} />
        <ProgressLink cluster={cluster} />
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

function ClusterName({ cluster }: { cluster: Cluster }) {
  return (
    <div className="min-w-0">
      <Link href={`/projects/${cluster.projectId}/clusters/${cluster.id}`} className="font-medium break-all hover:text-accent hover:underline">
        {cluster.name}
      </Link>
      <p className="text-xs whitespace-nowrap text-faint">{engineText(cluster) ?? cluster.id}</p>
    </div>
  )
}

function Endpoint({ endpoint }: { endpoint: string | null }) {
  if (endpoint === null) return <span className="text-faint">–</span>
  return (
    <span className="flex items-center gap-1">
      <code className="max-w-60 truncate font-mono text-xs" title={endpoint}>
        {endpoint}
      </code>
      <CopyButton text={endpoint} label="Copy endpoint" />
    </span>
  )
}

function ProgressLink({ cluster }: { cluster: Cluster }) {
  const { migration } = cluster
  if (migration === null || !isActive(migration.stage)) return null
  return (
    <Link
      href={`/projects/${cluster.projectId}/clusters/${migration.targetId}?progress=1`}
      className="ml-2 inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap text-accent hover:underline max-md:ml-0"
    >
      <ArrowRightLeft aria-hidden className="size-3" />
      View Progress
    </Link>
  )
}
