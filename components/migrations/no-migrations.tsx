import { ArrowRightLeft, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { STEP_TITLES } from './stage-words'

const STEPS = [
  [STEP_TITLES.copy, 'The new cluster is made and everything the source holds is copied, while applications go on reading and writing.'],
  [STEP_TITLES.sync, 'Every write on the source follows within seconds. Both sides are compared by value, and you choose the moment to stop.'],
  [STEP_TITLES.switch, 'Writes wait for a moment, the new cluster takes over, and your application gets its endpoint. The source stays until you delete it.'],
] as const

const NEEDED = [
  'A running source cluster of this organization, whose applications connect through its endpoint here.',
  'The role Organization Owner or Project Admin.',
  'A new Dedicated target, made for the migration, whose plan is not lower than that of the source and whose CU size holds the data.',
  'Seven days at most between the start of the sync and the stop.',
]

/** What a migration does and what it needs, where there is none yet. */
export function NoMigrations({ startRefusal }: { startRefusal: string | null }) {
  return (
    <div className="px-5 py-8 sm:px-8">
      <div className="mx-auto max-w-3xl space-y-6">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <div className="flex items-center gap-3">
            <span aria-hidden className="grid size-11 shrink-0 place-items-center rounded-xl bg-accent-soft text-accent">
              <ArrowRightLeft className="size-5" />
            </span>
            <div>
              <h2 className="text-base font-semibold">No migration yet</h2>
              <p className="text-sm text-soft">Move a running cluster to a new one while applications keep reading and writing.</p>
            </div>
          </div>
          <LinkButton variant="primary" href="?migrate=1" disabledReason={startRefusal}>
            Start a migration
          </LinkButton>
        </div>
        <ol className="grid gap-3 md:grid-cols-3">
          {STEPS.map(([title, text], index) => (
            <li key={title} className="rounded-lg border bg-canvas p-4">
              <span aria-hidden className="grid size-6 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent">
                {index + 1}
              </span>
              <h3 className="mt-2 text-sm font-semibold">{title}</h3>
              <p className="mt-1 text-sm text-soft">{text}</p>
            </li>
          ))}
        </ol>
        <Needed />
      </div>
    </div>
  )
}

function Needed(): ReactNode {
  return (
    <section aria-labelledby="needed">
      <h3 id="needed" className="text-sm font-semibold">
        What is needed
      </h3>
      <ul className="mt-1.5 list-disc space-y-1 pl-5 text-sm text-soft marker:text-faint">
        {NEEDED.map((need) => (
          <li key={need}>{need}</li>
        ))}
      </ul>
    </section>
  )
}

/** Where the filters leave nothing. */
export function NoMatch({ what, onClear }: { what: string; onClear: () => void }) {
  return (
    <EmptyState icon={<SearchX />} title={`No ${what} matches`} actions={<Button onClick={onClear}>Clear filters</Button>}>
      Search for another part of a name, or choose another status, person or time.
    </EmptyState>
  )
}
