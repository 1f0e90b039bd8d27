// What to do when the lag does not fall: docs/operations/lag-does-not-fall.md, with what these facts already say. Pure.
import type { MigrationFacts } from '@/lib/contracts/control-api'

/** Steps in the order in which they help. */
export function lagSteps({ sync, condition, syncEndsAt }: Pick<MigrationFacts, 'sync' | 'condition' | 'syncEndsAt'>): string[] {
  const { acceptPerS, applyPerS } = sync
  const steps: string[] = []
  if (condition.kind === 'blocked') steps.push(`Nothing is applied: ${sentence(condition.reason)} Solve this first; the sync goes on by itself then.`)
  else if (applyPerS === 0) steps.push('Nothing is applied just now. Look whether the target cluster answers and has room: one that is full takes no writes.')
  if (acceptPerS > applyPerS) steps.push('The source accepts more than the target applies. Write less for a while: pause batch jobs and imports first.')
  steps.push('Give the target more room: other work on its machine or cluster, and collections loaded on it, take what applying needs.')
  steps.push('Delete by primary key rather than by expression: each expression makes the target look for what it matches.')
  steps.push('Look for time-outs in the applications that write: each write whose outcome is unknown is applied twice.')
  if (syncEndsAt !== null) steps.push('If none of this helps, cancel the migration and start it with a larger CU size; the source loses nothing.')
  return steps
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
