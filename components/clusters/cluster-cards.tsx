import { compactNumber, wholeNumber } from '@/components/ui/number-format'
import type { Cluster } from '@/lib/contracts/console-api'
import { ClusterName, Endpoint, ProgressLink } from './cluster-parts'
import { ClusterState } from './cluster-state'
import { placeText, sizeText } from './cluster-words'

export function ClusterCards({ clusters }: { clusters: Cluster[] }) {
  return (
    <ul aria-label="Clusters" className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {clusters.map((cluster) => (
        <li key={cluster.id} className="flex min-w-0 flex-col gap-3 rounded-lg border bg-surface p-4 shadow-card">
          <div className="flex items-start justify-between gap-3">
            <ClusterName cluster={cluster} />
            <ClusterState cluster={cluster} />
          </div>
          {cluster.description && <p className="line-clamp-2 text-sm text-soft">{cluster.description}</p>}
          <dl className="figures grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm [&_dd]:truncate [&_dt]:text-soft">
            <dt>Region</dt>
            <dd>{placeText(cluster) ?? 'Registered endpoint'}</dd>
            {cluster.cuSize !== null && (
              <>
                <dt>CU</dt>
                <dd>{sizeText(cluster)}</dd>
              </>
            )}
            <dt>Entities</dt>
            <dd title={cluster.entities === null ? undefined : wholeNumber(cluster.entities)}>{cluster.entities === null ? 'Not counted yet' : compactNumber(cluster.entities)}</dd>
          </dl>
          <div className="mt-auto flex flex-wrap items-center justify-between gap-2 border-t pt-2">
            <Endpoint endpoint={cluster.endpoint} />
            <ProgressLink cluster={cluster} />
          </div>
        </li>
      ))}
    </ul>
  )
}
