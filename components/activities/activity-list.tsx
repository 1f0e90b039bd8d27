'use client'
import { History } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { addressWith } from '@/components/ui/address'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StaleNote } from '@/components/ui/stale-note'
import { Table, Td, Th, Tr, WIDE_ONLY } from '@/components/ui/table'
import { TimeText } from '@/components/ui/time-text'
import type { Activity } from '@/lib/contracts/organization-api'
import { useActivities } from '@/lib/queries/activities'
import { ActivityFilters } from './activity-filters'
import { activityFilterOf, timesOf, type ActivityFilter } from './activity-range'
import { LEVEL_WORDS } from './activity-words'

export function ActivityList() {
  const parameters = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  const filter = activityFilterOf(parameters)
  return (
    <div className="space-y-4">
      <ActivityFilters filter={filter} onChange={(changes) => router.replace(addressWith(path, parameters, changes), { scroll: false })} />
      <Found filter={filter} />
    </div>
  )
}

function Found({ filter }: { filter: ActivityFilter }) {
  const { data, error, refetch, dataUpdatedAt, hasNextPage, fetchNextPage, isFetchingNextPage } = useActivities({
    filters: filter,
    rangeOf: () => timesOf(filter, Date.now()),
  })
  if (data === undefined) {
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} what="The activities" /> : <SkeletonRows rows={8} />}</Card>
  }
  const activities = data.pages.flatMap((page) => page.activities)
  return (
    <div className="space-y-3">
      {error && <StaleNote at={dataUpdatedAt} error={error} />}
      <Card className="overflow-hidden">
        {activities.length > 0 ? <ActivityTable activities={activities} /> : <EmptyState icon={<History />} title="No activity found">Nothing was done in this time that fits the filters. Choose a longer time or fewer filters.</EmptyState>}
      </Card>
      {hasNextPage && (
        <div className="flex justify-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </div>
  )
}

function ActivityTable({ activities }: { activities: Activity[] }) {
  return (
    <Table label="Activities">
      <thead>
        <tr>
          <Th>Activity</Th>
          <Th>Level</Th>
          <Th className={WIDE_ONLY}>Person</Th>
          <Th className={WIDE_ONLY}>Project</Th>
          <Th className={WIDE_ONLY}>Time</Th>
        </tr>
      </thead>
      <tbody>
        {activities.map((activity) => (
          <ActivityRow key={activity.id} activity={activity} />
        ))}
      </tbody>
    </Table>
  )
}

function ActivityRow({ activity: { at, level, message, person, project } }: { activity: Activity }) {
  const { label, tone } = LEVEL_WORDS[level]
  const who = person?.name ?? 'The console itself'
  return (
    <Tr>
      <Td>
        <p className="max-w-xl break-words">{message}</p>
        <p className="text-xs text-soft md:hidden">
          {who}
          {project && <> · {project.name}</>} · <TimeText at={at} />
        </p>
      </Td>
      <Td>
        <Badge tone={tone}>{label}</Badge>
      </Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{who}</Td>
      <Td className={`${WIDE_ONLY} text-soft`}>{project?.name ?? '–'}</Td>
      <Td className={`${WIDE_ONLY} text-soft`}>
        <TimeText at={at} />
      </Td>
    </Tr>
  )
}
