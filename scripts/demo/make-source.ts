// Makes the demo's source cluster as the console's form would, waits until it runs, and prints how to reach it as JSON.
// Started by scripts/demo.mjs beside the running product.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { supervisorConfig } from '../../lib/config/supervisor.ts'
import { embeddedPgUrl } from '../../lib/db/embedded-pg.ts'
import { childEnvironments } from '../supervisor/child-environments.ts'
import { keptSecrets } from '../supervisor/secrets.ts'

const NAME = 'demo-source'
const WAIT_MS = 120_000

const config = supervisorConfig()
const secrets = keptSecrets(config.DATA_DIR)
const databaseUrl = config.DATABASE_URL ?? embeddedPgUrl(path.join(config.DATA_DIR, 'postgres'), secrets.DATABASE_PASSWORD)
Object.assign(process.env, childEnvironments(config, secrets, databaseUrl, 'start').console)

// After the environment is complete: the console's modules read it.
const { db } = await import('../../lib/db/client.ts')
const { createCluster } = await import('../../lib/clusters/create-cluster.ts')
const { tokenOf } = await import('../../lib/clusters/cluster-secrets.ts')

async function until<Result>(look: () => Promise<Result | null>, what: string): Promise<Result> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(300)) {
    const found = await look()
    if (found !== null) return found
  }
  throw new Error(`${what} in ${WAIT_MS / 1000} s`)
}

const owner = await until(() => db().user.findFirst({ orderBy: { createdAt: 'asc' } }), 'no owner was made')
const project = await until(() => db().project.findFirst({ orderBy: { createdAt: 'asc' } }), 'no project was made')
const existing = await db().cluster.findFirst({ where: { name: NAME, projectId: project.id, deletedAt: null } })
const id =
  existing?.id ??
  (
    await createCluster(owner, {
      requestId: `demo-${Date.now()}`,
      cluster: { projectId: project.id, name: NAME, description: 'The source of the demo: 20,000 word vectors.', provider: 'aws', regionId: 'aws-us-east-1', plan: 'enterprise', cuType: 'performance', cuSize: 1 },
    })
  ).clusterId
const cluster = await until(() => db().cluster.findFirst({ where: { id, state: 'running', endpoint: { not: null } } }), `the cluster ${NAME} does not run`)
console.log(JSON.stringify({ id, projectId: project.id, uri: cluster.endpoint, token: tokenOf(cluster) }))
await db().$disconnect()
