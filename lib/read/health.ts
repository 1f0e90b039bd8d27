import type { z } from 'zod'
import { dataPlane } from '../clusters/data-plane.ts'
import type { ConsoleHealth } from '../contracts/console-api.ts'
import { db } from '../db/client.ts'

const answers = (work: Promise<unknown>): Promise<boolean> => work.then(() => true, () => false)

/** GET /api/health */
export async function readHealth(): Promise<z.infer<typeof ConsoleHealth>> {
  const [database, plane] = await Promise.all([
    answers(db().$queryRaw`SELECT 1`),
    answers(dataPlane().health()),
  ])
  return { status: database && plane ? 'ok' : 'degraded', database, dataPlane: plane }
}
