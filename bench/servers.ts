// The two real servers that a benchmark moves data between. They are used as endpoints, so that the same server can
// also be called directly: that is what the product is compared with.
import { getEngine } from '../dataplane/milvus/catalog.ts'
import { capabilitiesOf, type Capabilities } from '../dataplane/milvus/engines.ts'
import { MilvusServer } from '../dataplane/milvus/server.ts'
import { startLiteServer } from '../dataplane/testing/lite-server.ts'
import { startMilvusServer } from '../dataplane/testing/milvus-server.ts'
import { litePython, milvus23Python } from '../dataplane/testing/python-env.ts'
import type { EngineKind } from './settings.ts'

export type Side = { address: string; server: MilvusServer; pid: number }

export type Pair = {
  kind: EngineKind
  /** `Milvus Lite 3.2.2` */
  label: string
  capabilities: Capabilities
  source: Side
  target: Side
  /** A Python with the pymilvus of the engine's time. */
  python: string
  stop(): Promise<void>
}

/** Calls a server without anything in between. */
export function connectTo(address: string, label: string): MilvusServer {
  return new MilvusServer({ address: () => address, token: '', tls: false, label })
}

export async function startPair(kind: EngineKind): Promise<Pair> {
  const start = kind === 'lite' ? startLiteServer : startMilvusServer
  // One after the other: each takes its free ports when it starts.
  const source = await start()
  const target = await start().catch(async (error: unknown) => {
    await source.stop()
    throw error
  })
  const servers = { source: connectTo(source.address, 'the source'), target: connectTo(target.address, 'the target') }
  const engine = await getEngine(servers.source)
  return {
    kind,
    label: `${kind === 'lite' ? 'Milvus Lite' : 'Milvus'} ${engine.version}`,
    capabilities: capabilitiesOf(engine),
    source: { address: source.address, server: servers.source, pid: source.pid },
    target: { address: target.address, server: servers.target, pid: target.pid },
    python: kind === 'lite' ? litePython() : milvus23Python(),
    async stop() {
      servers.source.close()
      servers.target.close()
      await Promise.all([source.stop(), target.stop()])
    },
  }
}
