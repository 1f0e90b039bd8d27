import { z } from 'zod'
import type { MigrationDetail } from '../contracts/console-api.ts'
import { MIGRATION_EVENT_KINDS } from '../contracts/console-api.ts'
import type { MigrationFacts } from '../contracts/control-api.ts'
import { Finding } from '../contracts/control-api.ts'
import { db } from '../db/client.ts'
import { convergence } from '../migration/lag.ts'
import type { LagReading } from '../migration/lag-trend.ts'
import { recentRates } from '../migration/lag-trend.ts'
import type { SessionUser } from '../permissions/access.ts'
import { migrationAccess } from '../permissions/access.ts'
import { factsOf, migrationOf } from './migrations.ts'
import { newestMigrations } from './standing.ts'

const CHART_MS = 60 * 60_000
const EVENTS_SHOWN = 100

/** What is shown needs no more, and there are hundreds of them in each answer. */
const tenths = (value: number): number => Math.round(value * 10) / 10

const EventKind = z.enum(MIGRATION_EVENT_KINDS).catch('condition')

function convergenceOf(facts: MigrationFacts | null, samples: readonly LagReading[]): MigrationDetail['convergence'] {
  if (facts === null || facts.stage !== 'syncing' || facts.sync.lagMs === null) return null
  return convergence({ ...(recentRates(samples) ?? facts.sync), lagMs: facts.sync.lagMs })
}

/** GET /api/migrations/:id */
export async function readMigration(user: SessionUser, migrationId: string): Promise<MigrationDetail> {
  const { migration: row, access } = await migrationAccess(user, migrationId)
  const [newest, events, rows] = await Promise.all([
    newestMigrations([row.sourceId, row.targetId]),
    db().migrationEvent.findMany({ where: { migrationId }, orderBy: { id: 'desc' }, take: EVENTS_SHOWN }),
    db().lagSample.findMany({
      where: { migrationId, at: { gt: new Date(Date.now() - CHART_MS) } },
      orderBy: { at: 'asc' },
    }),
  ])
  const facts = factsOf(row)
  const lagSamples = rows.map(({ at, lagMs, acceptPerS, applyPerS }) => ({ at: at.getTime(), lagMs: Math.round(lagMs), acceptPerS: tenths(acceptPerS), applyPerS: tenths(applyPerS) }))
  return {
    migration: migrationOf(row, facts, newest),
    facts,
    factsAt: row.factsAt?.getTime() ?? null,
    dataPlaneProblem: row.dataPlaneProblem,
    findings: z.array(Finding).catch([]).parse(row.findings),
    wanted: row.wanted,
    afterLife: row.afterLife,
    caughtUp: row.caughtUpAt !== null,
    convergence: convergenceOf(facts, lagSamples),
    lagSamples,
    events: events.map(({ at, kind, message }) => ({ at: at.getTime(), kind: EventKind.parse(kind), message })),
    permissions: access.permissions,
  }
}
