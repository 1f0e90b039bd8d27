import { Badge } from '@/components/ui/badge'
import type { Cluster } from '@/lib/contracts/console-api'
import { STATE_WORDS } from './cluster-words'

export function ClusterState({ cluster }: { cluster: Pick<Cluster, 'state' | 'stateReason' | 'policy'> }) {
  const words = STATE_WORDS[cluster.state]
  return (
    <span className="inline-flex items-center gap-1.5">
      <Badge tone={words.tone} mark live={words.live ?? false} title={cluster.stateReason ?? words.meaning}>
        {words.label}
      </Badge>
      {cluster.state === 'running' && cluster.policy === 'readonly' && (
        <Badge title="Retired source: it answers reads and refuses writes.">Read-only</Badge>
      )}
    </span>
  )
}
