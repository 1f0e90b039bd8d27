// A cluster as the gateway sees it, whose every property a test may change while calls are under way.
import net from 'node:net'
import type { GatewayCluster } from '../ports.ts'

export type TestCluster = { -readonly [K in keyof GatewayCluster]: GatewayCluster[K] }

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

/** An open cluster in front of a server on `upstreamPort`. */
export async function testCluster(upstreamPort: number, change: Partial<TestCluster> = {}): Promise<TestCluster> {
  return {
    id: 'orders',
    port: await freePort(),
    tokenDigest: undefined,
    upstream: { host: '127.0.0.1', port: upstreamPort, tls: false },
    engine: 'milvus',
    policy: 'open',
    migrationId: undefined,
    interceptor: undefined,
    ...change,
  }
}
