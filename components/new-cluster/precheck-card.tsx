'use client'
import { CircleCheck, CircleX, RotateCw, TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { TimeText } from '@/components/ui/time-text'
import type { Finding } from '@/lib/contracts/control-api'
import { usePrecheck } from '@/lib/queries/precheck'
import { findingKey, groupFindings, type FindingGroup } from './finding-groups'

/** More of one group are shown when they are asked for. */
const SHOWN_AT_ONCE = 5

export function PrecheckCard({ sourceId }: { sourceId: string }) {
  const { data, error, isFetching, refetch, dataUpdatedAt } = usePrecheck(sourceId)
  const again = () => void refetch()
  return (
    <Card aria-labelledby="precheck">
      <CardHeader
        title="Precheck"
        id="precheck"
        hint={data && !isFetching ? <CheckedAt at={dataUpdatedAt} /> : 'Reads the source and looks for what stands in the way.'}
        actions={
          <Button size="sm" busy={isFetching} onClick={again}>
            {!isFetching && <RotateCw aria-hidden />}
            {isFetching ? 'Checking' : 'Check again'}
          </Button>
        }
      />
      <div aria-live="polite">
        {/* What was found before says nothing of now when the newest check failed. */}
        {error && !isFetching ? <ErrorState error={error} onRetry={again} what="The precheck" /> : data ? <Findings findings={data.findings} /> : <SkeletonRows rows={1} />}
      </div>
    </Card>
  )
}

function CheckedAt({ at }: { at: number }) {
  return (
    <>
      Checked <TimeText at={at} />. It is checked once more when the migration starts.
    </>
  )
}

function Findings({ findings }: { findings: Finding[] }) {
  const groups = groupFindings(findings)
  if (groups.length === 0) {
    return (
      <p className="flex items-center gap-2.5 px-5 py-3.5 text-sm">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        Nothing stands in the way of this migration.
      </p>
    )
  }
  return (
    <div className="divide-y">
      {groups.map((group) => (
        <Group key={group.severity} group={group} />
      ))}
    </div>
  )
}

function Group({ group }: { group: FindingGroup }) {
  const id = useId()
  const [all, setAll] = useState(false)
  const blocker = group.severity === 'blocker'
  const Icon = blocker ? CircleX : TriangleAlert
  const shown = all ? group.findings : group.findings.slice(0, SHOWN_AT_ONCE)
  return (
    <section aria-labelledby={id} className="px-5 py-3.5">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <h3 id={id} className={`flex items-center gap-2 text-sm font-semibold ${blocker ? 'text-bad' : 'text-warn'}`}>
          <Icon aria-hidden className="size-4" />
          {group.title}
        </h3>
        <p className="text-xs text-soft">{group.meaning}</p>
      </div>
      <ul className="mt-2 space-y-2.5 pl-6">
        {shown.map((finding) => (
          <li key={findingKey(finding)} className="text-sm break-words">
            <p>{finding.message}</p>
            <p className="text-soft">
              <span className="font-medium">What to do:</span> {finding.remedy}
            </p>
          </li>
        ))}
      </ul>
      {group.findings.length > SHOWN_AT_ONCE && (
        <Button size="sm" variant="ghost" className="mt-2 ml-3.5" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${group.title}`}
        </Button>
      )}
    </section>
  )
}
