import { GitCompareArrows } from 'lucide-react'
import { Card, CardHeader } from '@/components/ui/card'
import { LinkButton } from '@/components/ui/link-button'
import type { Cluster } from '@/lib/contracts/console-api'

/** On the target of a completed migration: what is left to do before the source is deleted. */
export function AfterMigrationCard({ cluster: { migration } }: { cluster: Cluster }) {
  if (migration?.role !== 'target' || migration.stage !== 'completed') return null
  return (
    <Card aria-labelledby="after-migration">
      <CardHeader title="Before you delete the source" id="after-migration" />
      <div className="space-y-3 px-5 py-4">
        <p className="text-sm text-soft">
          Collections were left unloaded here. Load those that the source had loaded, then open one and run the same query on both sides:
          rows that differ are marked.
        </p>
        <LinkButton size="sm" href="?tab=collections">
          <GitCompareArrows aria-hidden />
          Compare with source
        </LinkButton>
      </div>
    </Card>
  )
}
