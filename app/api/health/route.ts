import { readHealth } from '@/lib/read/health.ts'

export const dynamic = 'force-dynamic'

/** Answers 200 as long as the console can serve pages; the body says how its two partners are. */
export async function GET(): Promise<Response> {
  const health = await readHealth()
  return Response.json(health, { status: health.database ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
