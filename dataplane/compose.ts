// Joins the parts of the data plane and gives them their order of start: policies before endpoints, so that
// no write passes unseen after a restart.
import type http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { DataPlaneConfig } from '../lib/config/data-plane.ts'
import { publicMessageOf } from '../lib/errors/app-error.ts'
import { Clusters } from './clusters/clusters.ts'
import { prechecks } from './clusters/prechecks.ts'
import { tooOld } from './clusters/cluster.ts'
import { createControlServer } from './control/router.ts'
import { controlRoutes, type ControlParts } from './control/routes.ts'
import { createEmbedded } from './embedded/embedded.ts'
import { createGateway } from './gateway/gateway.ts'
import { METHOD_TABLE, type MilvusMethod } from './gateway/method-table.ts'
import { refusalReply } from './gateway/refusal.ts'
import type { Logger } from './lifecycle/logger.ts'
import { getEngine } from './milvus/catalog.ts'
import { isSupported } from './milvus/engines.ts'
import { MilvusServer } from './milvus/server.ts'
import { Migrations } from './migration/migrations.ts'
import { requireNoBlockers } from './precheck/run-checks.ts'

export type DataPlane = { controlPort: number; stop: () => Promise<void> }

export const VERSION = '0.1.0'
/** The console waits 30 s for a precheck. */
const PRECHECK_MS = 15_000

/** Starts the data plane. Rejects with a readable error where its port is taken or its files are damaged. */
export async function startDataPlane(config: DataPlaneConfig, log: Logger): Promise<DataPlane> {
  const dir = path.join(config.DATA_DIR, 'dataplane')
  const startedAt = Date.now()
  const gateway = createGateway({ host: config.GATEWAY_HOST, logger: log.with({ component: 'gateway' }) })
  const embedded = createEmbedded({ root: path.join(dir, 'embedded'), python: config.PYTHON, log })
  const clusters = new Clusters({
    dir: path.join(dir, 'clusters'),
    embedded,
    gateway,
    portRange: config.GATEWAY_PORT_RANGE,
    gatewayHost: config.GATEWAY_HOST,
    publicHost: config.GATEWAY_PUBLIC_HOST ?? config.GATEWAY_HOST,
    refuse: (method, why) => refusalReply(METHOD_TABLE[method as MilvusMethod]?.reply ?? 'none', `${method} is refused: ${why}.`),
    log: log.with({ component: 'clusters' }),
  })
  const precheck = prechecks({ clusters, gateway, dir: config.DATA_DIR })
  const migrations = new Migrations({
    dir: path.join(dir, 'migrations'),
    clusters,
    segmentBytes: config.JOURNAL_SEGMENT_BYTES,
    precheck: async (sourceId, targetId) => requireNoBlockers(await precheck({ sourceId, targetId }, { decidingOnly: true })),
    log,
  })

  await clusters.restore()
  const capturing = await migrations.restore()
  for (const id of clusters.ids()) void Promise.resolve(capturing.get(id)).then(() => clusters.openEndpoint(id))

  const health = async () => ({ version: VERSION, startedAt, embedded: await embedded.available() })
  const forTheWizard: ControlParts['precheck'] = (request) => precheck(request, { withinMs: PRECHECK_MS })
  const routes = controlRoutes({ clusters, migrations, precheck: forTheWizard, probe, health })
  const control = createControlServer({ token: config.DATA_PLANE_TOKEN, routes, log: log.with({ component: 'control' }) })
  const controlPort = await listen(control, config.DATA_PLANE_PORT, config.DATA_PLANE_HOST)
  log.info('data plane is up', { host: config.DATA_PLANE_HOST, port: controlPort, clusters: clusters.ids().length })

  return {
    controlPort,
    async stop() {
      control.close()
      control.closeAllConnections()
      // The endpoints first: a write that came after the journals are closed could not be captured.
      await gateway.stop()
      await migrations.stop()
      await clusters.stop()
    },
  }
}

const PROBE_MS = 5_000

const probe: ControlParts['probe'] = async ({ address, token, tls }) => {
  const server = new MilvusServer({ address: () => address, token, tls, label: `The server at "${address}"` })
  try {
    const engine = await getEngine(server, PROBE_MS)
    // GetVersion may answer without a token; a listing does not.
    const listed = await server.ask('ShowCollections', {}, 'ShowCollectionsResponse', { timeoutMs: PROBE_MS })
    const collections = (listed.collectionNames as string[]).length
    return { engine, problem: isSupported(engine) ? null : tooOld(engine).publicMessage, collections }
  } catch (error) {
    return { engine: null, problem: publicMessageOf(error), collections: null }
  } finally {
    server.close()
  }
}

function listen(server: http.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}
