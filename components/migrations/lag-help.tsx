import { Banner } from '@/components/ui/banner'
import type { MigrationFacts } from '@/lib/contracts/control-api'
import { lagSteps } from './lag-steps'

/** What to do about a lag that has not fallen for a minute. */
export function LagHelp({ facts }: { facts: MigrationFacts }) {
  return (
    <div className="border-t p-4">
      <Banner tone="warn" live title="The lag has not fallen for a minute">
        <ol className="mt-1 list-decimal space-y-1 pl-4">
          {lagSteps(facts).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Banner>
    </div>
  )
}
