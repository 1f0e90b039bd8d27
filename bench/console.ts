// console: how long the console takes to answer with a full job store. Each request is made a few hundred times, one at a
// time and eight at a time.
import { apiRequests, forgottenRoutes, pageRequests, type ConsoleRequest } from './console-requests.ts'
import { startConsoleServer, type ConsoleServer } from './console-server.ts'
import { STORE_SIZE } from './console-store.ts'
import { percentile } from './statistics.ts'
import { record, type Table } from './table.ts'

const REQUESTS = 200
const WARM_UP = 20
const CLIENTS = [1, 8]

export function consoleTable(): Table {
  return {
    name: 'console',
    title: `answers of the console with ${STORE_SIZE.clusters} clusters, ${STORE_SIZE.migrations} migrations (${STORE_SIZE.active} going on) and ${STORE_SIZE.activities} activities; ${REQUESTS} requests each`,
    columns: [
      ...CLIENTS.flatMap((clients) => [50, 95, 99].map((p) => ({ key: `p${p}x${clients}`, title: `p${p} ms ×${clients}`, digits: 1 }))),
      { key: 'kB', title: 'kB', digits: 1 },
    ],
    rows: [],
    notes: ['×1: one request at a time, ×8: eight; from the first byte sent to the last received; the worker goes on every second meanwhile', 'the data plane is a double that answers at once'],
  }
}

/** Measures every route and the main pages. */
export async function measureConsole(table: Table): Promise<void> {
  const server = await startConsoleServer()
  const forgotten = forgottenRoutes(server.store)
  if (forgotten.length > 0) table.notes.push(`not measured: ${forgotten.join(', ')}`)
  try {
    for (const request of [...apiRequests(server.store), ...pageRequests(server.store)]) {
      await inParallel(1, WARM_UP, () => timed(server, request))
      const values: Record<string, number> = {}
      for (const clients of CLIENTS) {
        const answers = await inParallel(clients, REQUESTS, () => timed(server, request))
        for (const p of [50, 95, 99]) values[`p${p}x${clients}`] = percentile(answers.map(({ ms }) => ms), p)
        values.kB = answers[0]!.bytes / 1_000
      }
      record(table, labelOf(request), values)
    }
  } finally {
    await server.stop()
  }
}

/** `/api/migrations ?search…`: the query tells two requests of one route apart; ids are of no interest. */
function labelOf({ route, path }: ConsoleRequest): string {
  const query = path.split('?')[1]
  if (query === undefined || route.startsWith('page')) return /migrations\/\[|clusters\/\[/.test(route) ? `${route} ${path.slice(-4)}` : route
  return `${route} ?${[...new URLSearchParams(query).keys()].join('&')}`
}

async function timed({ url, cookie }: ConsoleServer, { path }: ConsoleRequest): Promise<{ ms: number; bytes: number }> {
  const begin = performance.now()
  const response = await fetch(url + path, { headers: { cookie } })
  const { byteLength } = await response.arrayBuffer()
  if (!response.ok || response.redirected) throw new Error(`GET ${path} answered ${response.status} from ${response.url}`)
  return { ms: performance.now() - begin, bytes: byteLength }
}

async function inParallel<T>(clients: number, count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let begun = 0
  const client = async () => {
    while (begun++ < count) results.push(await work())
  }
  await Promise.all(Array.from({ length: clients }, client))
  return results
}
