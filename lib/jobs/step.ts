// What one step of the worker wants written. Steps decide; commit-step.ts writes all of it or nothing.
import type { Cluster, Migration, Prisma } from '../generated/prisma/client.ts'
import type { MigrationEventKind } from '../contracts/console-api.ts'
import type { MailKind } from '../mail/compose-mail.ts'

export type LeasedMigration = Migration & { source: Cluster; target: Cluster }

export type Step = {
  data: Prisma.MigrationUncheckedUpdateManyInput
  events: { kind: MigrationEventKind; message: string }[]
  sample?: { at: Date; lagMs: number; acceptPerS: number; applyPerS: number }
  mails?: { kind: MailKind; reason: string | null }[]
  dropTarget?: boolean
  /** After how many milliseconds the next step is due. */
  nextInMs: number
}

/** How often the facts of a running migration are asked for. */
export const FACTS_EVERY_MS = 800

/** A step that only waits, and says for what. */
export function waitFor(reason: string | null): Step {
  return { data: { dataPlaneProblem: reason }, events: [], nextInMs: FACTS_EVERY_MS }
}

/** The migration ends here without the data plane's doing. */
export function endAs(end: { stage: 'failed'; code: string; message: string } | { stage: 'cancelled' }, row: LeasedMigration): Step {
  const endedAt = new Date()
  if (end.stage === 'cancelled')
    return {
      data: { stage: 'cancelled', endedAt, dataPlaneProblem: null },
      events: [{ kind: 'stage', message: 'The migration was cancelled.' }],
      mails: [{ kind: 'canceled', reason: null }],
      dropTarget: !row.keepTarget,
      nextInMs: 0,
    }
  return {
    data: { stage: 'failed', endedAt, dataPlaneProblem: null, failureCode: end.code, failureMessage: end.message },
    events: [{ kind: 'failure', message: end.message }],
    mails: [{ kind: 'failed', reason: end.message }],
    nextInMs: 0,
  }
}
