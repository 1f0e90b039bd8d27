import { ArrowRightLeft } from 'lucide-react'
import Link from 'next/link'
import { CopyButton } from '@/components/ui/copy-button'
import type { Cluster } from '@/lib/contracts/console-api'
import { isActive } from '@/lib/migration/stage'
import { engineText } from './cluster-words'

export function ClusterName({ cluster }: { cluster: Cluster }) {
  return (
    <div className="min-w-0">
      <Link href={`/projects/${cluster.projectId}/clusters/${cluster.id}`} className="font-medium break-all hover:text-accent hover:underline">
        {cluster.name}
      </Link>
      <p className="text-xs whitespace-nowrap text-faint">{engineText(cluster) ?? cluster.id}</p>
    </div>
  )
}

export function Endpoint({ endpoint }: { endpoint: string | null }) {
  if (endpoint === null) return <span className="text-faint">–</span>
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code className="max-w-60 truncate font-mono text-xs" title={endpoint}>
        {endpoint}
      </code>
      <CopyButton text={endpoint} label="Copy endpoint" />
    </span>
  )
}

export function ProgressLink({ cluster }: { cluster: Cluster }) {
  const { migration } = cluster
  if (migration === null || !isActive(migration.stage)) return null
  return (
    <Link
      href={`/projects/${cluster.projectId}/clusters/${migration.targetId}?progress=1`}
      className="inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap text-accent hover:underline"
    >
      <ArrowRightLeft aria-hidden className="size-3" />
      View Progress
    </Link>
  )
}
