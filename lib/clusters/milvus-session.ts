// A short visit to a cluster through its endpoint, as any application would: with its token, bounded in
// time, closed afterwards.
import { MilvusClient } from '@zilliz/milvus2-sdk-node'
import { AppError } from '../errors/app-error.ts'
import type { Cluster } from '../generated/prisma/client.ts'
import { tokenOf } from './cluster-secrets.ts'

const CALL_TIMEOUT_MS = 8_000
const VISIT_TIMEOUT_MS = 20_000
const GRPC_UNAUTHENTICATED = 16

/** An answer of the SDK: it reports refusals as values. */
type Status = { error_code: string | number; reason: string }

/** Throws milvus.refused with the server's own reason unless the status is a success. */
export function requireSuccess(status: Status, what: string): void {
  if (status.error_code === 'Success') return
  throw new AppError('milvus.refused', `${what}: ${status.reason || String(status.error_code)}`)
}

function explain(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error
  if ((error as { code?: unknown } | null)?.code === GRPC_UNAUTHENTICATED)
    return new AppError('cluster.unauthorized', `Cluster "${name}" refused its token.`, { cause: error })
  return new AppError('cluster.unreachable', `Cluster "${name}" does not answer at its endpoint. Check that it runs, and try again.`, {
    cause: error,
  })
}

function timeLimit(name: string): { late: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('cluster.unreachable', `Cluster "${name}" took longer than ${VISIT_TIMEOUT_MS / 1000} s to answer. Try again.`)),
      VISIT_TIMEOUT_MS,
    )
  })
  return { late, clear: () => clearTimeout(timer) }
}

/** Runs `visit` with a client of the cluster. Throws cluster.unreachable, cluster.unauthorized, milvus.refused. */
export async function visitCluster<T>(cluster: Cluster, visit: (client: MilvusClient) => Promise<T>): Promise<T> {
  if (cluster.endpoint === null)
    throw new AppError('cluster.unreachable', `Cluster "${cluster.name}" has no endpoint yet. Wait until it is running.`)
  const client = new MilvusClient({
    address: cluster.endpoint.replace(/^https?:\/\//, ''),
    ssl: cluster.endpoint.startsWith('https://'),
    token: tokenOf(cluster),
    timeout: CALL_TIMEOUT_MS,
    maxRetries: 1,
    logLevel: 'error',
  })
  // The client connects by itself; a call says it where that fails, and nobody else waits for it.
  client.connectPromise.catch(() => undefined)
  const limit = timeLimit(cluster.name)
  try {
    return await Promise.race([visit(client), limit.late])
  } catch (error) {
    throw explain(error, cluster.name)
  } finally {
    limit.clear()
    await client.closeConnection().catch(() => undefined)
  }
}
