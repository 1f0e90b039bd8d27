'use client'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { Finding } from '@/lib/contracts/control-api'
import { usePrecheck } from '@/lib/queries/precheck'

export function PrecheckCard({ sourceId }: { sourceId: string }) {
  const { data, error, isFetching, refetch } = usePrecheck(sourceId)
  const again = () => void refetch()
  return (
    <Card aria-labelledby="precheck">
      <CardHeader
        title="Precheck"
        id="precheck"
        actions={
          <Button size="sm" busy={isFetching} onClick={again}>
            {isFetching ? 'Checking' : 'Check again'}
          </Button>
        }
      />
      <div aria-live="polite">
        {data ? <Findings findings={data.findings} /> : error ? <ErrorState error={error} onRetry={again} what="The precheck" /> : <SkeletonRows rows={1} />}
      </div>
    </Card>
  )
}

export function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) {
    return (
      <p className="flex items-center gap-2.5 px-5 py-3.5 text-sm">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        Nothing stands in the way of this migration.
      </p>
    )
  }
  return (
    <ul className="divide-y">
      {findings.map((finding) => (
        <li key={`${finding.check} ${finding.message}`} className="flex gap-2.5 px-5 py-3 text-sm">
          {finding.severity === 'blocker' ? (
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          ) : (
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          )}
          <div className="min-w-0">
            <p className="font-medium">
              {finding.severity === 'blocker' ? 'Must be solved first: ' : 'Note: '}
              {finding.message}
            </p>
            <p className="text-soft">{finding.remedy}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
