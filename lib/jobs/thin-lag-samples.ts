import { db } from '../db/client.ts'

/** Keeps one sample a second for two minutes, one per 5 s for an hour, one a minute before that. */
export async function thinLagSamples(migrationId: string): Promise<void> {
  await keepOnePer(migrationId, { olderThanS: 120, everyS: 5 })
  await keepOnePer(migrationId, { olderThanS: 3600, everyS: 60 })
}

async function keepOnePer(migrationId: string, rule: { olderThanS: number; everyS: number }): Promise<void> {
  await db().$executeRaw`
    DELETE FROM "LagSample" AS sample USING "LagSample" AS earlier
    WHERE sample."migrationId" = ${migrationId} AND earlier."migrationId" = ${migrationId}
      AND sample."at" < now() - make_interval(secs => ${rule.olderThanS})
      AND earlier."at" < sample."at"
      AND floor(extract(epoch FROM earlier."at") / ${rule.everyS}::float8) = floor(extract(epoch FROM sample."at") / ${rule.everyS}::float8)`
}
