// The gateway: one endpoint for each cluster. Owns opening and closing them; a call's way is endpoint.ts
// (gRPC) and rest/rest.ts (HTTP/1.1).
import { AppError } from '../../lib/errors/app-error.ts'
import type { Logger } from '../lifecycle/logger.ts'
import { Endpoint } from './endpoint.ts'
import { Listener } from './listener.ts'
import type { Gateway, GatewayCluster } from './ports.ts'
import { createRestHandler } from './rest/rest.ts'

/** How the gateway is set up. */
export type GatewayOptions = {
  /** The address that endpoints listen on; loopback unless said otherwise. */
  readonly host?: string
  readonly logger: Logger
}

type OpenEndpoint = { endpoint: Endpoint; listener: Listener }

/** A gateway without endpoints; `open` adds them. */
export function createGateway(options: GatewayOptions): Gateway {
  const host = options.host ?? '127.0.0.1'
  const open = new Map<string, OpenEndpoint>()

  async function close(clusterId: string): Promise<void> {
    const found = open.get(clusterId)
    if (found === undefined) return
    open.delete(clusterId)
    found.endpoint.shutDown()
    await found.listener.close()
  }

  return {
    async open(cluster: GatewayCluster) {
      if (open.has(cluster.id))
        throw new AppError('cluster.exists', `The endpoint of cluster "${cluster.id}" is open already.`)
      const endpoint = new Endpoint(cluster, options.logger)
      const listener = new Listener({
        host,
        port: cluster.port,
        onCall: (stream, headers, flags, rawHeaders) => endpoint.accept(stream, headers, flags, rawHeaders),
        onRequest: createRestHandler(endpoint),
      })
      open.set(cluster.id, { endpoint, listener })
      try {
        await listener.open()
      } catch (error) {
        open.delete(cluster.id)
        throw error
      }
      options.logger.info('endpoint open', { cluster: cluster.id, host, port: cluster.port, policy: cluster.policy })
    },
    close,
    drainRawWrites: async (clusterId) => (await open.get(clusterId)?.endpoint.rawWrites.drain()) ?? { lastUnknownAt: undefined },
    useOf: (clusterId) => open.get(clusterId)?.endpoint.use ?? { calls: 0, writes: 0, loads: 0 },
    samplesOf: (clusterId) => open.get(clusterId)?.endpoint.meter.samples() ?? [],
    rawWritesInFlight: (clusterId) => open.get(clusterId)?.endpoint.rawWrites.count ?? 0,
    async stop() {
      await Promise.all([...open.keys()].map(close))
    },
  }
}
