// A port for a new cluster's endpoint: from the configured range, not taken by another cluster, free now.
import net from 'node:net'
import { AppError } from '../../lib/errors/app-error.ts'

export async function pickPort(range: { from: number; to: number }, host: string, taken: ReadonlySet<number>): Promise<number> {
  for (let port = range.from; port <= range.to; port++) if (!taken.has(port) && (await isFree(port, host))) return port
  throw new AppError('cluster.busy', `No port is free between ${range.from} and ${range.to} for the cluster's endpoint. Widen GATEWAY_PORT_RANGE.`)
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}
