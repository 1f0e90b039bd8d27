// The calls that a migration cannot do without. Managed services leave some out; a server says so with gRPC
// UNIMPLEMENTED or a Status of that meaning. Each call is made without a collection's name, so that it can do nothing;
// calls that could do something even so are not made: every server has them.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import { GRPC } from '../grpc/status.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import type { MilvusServer } from '../milvus/server.ts'
import { readStatus, statusOfReply } from '../milvus/status.ts'
import { named, type Check } from './check.ts'

const READS = ['ListDatabases', 'ShowCollections', 'DescribeCollection', 'ShowPartitions', 'DescribeIndex', 'GetLoadState', 'GetCollectionStatistics', 'LoadCollection', 'Query']
const CHANGES = ['Upsert', 'Delete']
/** Replies that are a bare Status. */
const BARE = new Set(['LoadCollection'])

/** Service unimplemented, of Milvus' Status. */
const UNIMPLEMENTED = 10
const ASK_MS = 10_000

export const checkCapability: Check = async ({ source, target, targetName }) => {
  const findings = [...found('The source cluster', await missing(source, READS))]
  if (target) findings.push(...found(`The target cluster (${targetName})`, await missing(target, [...READS, ...CHANGES])))
  return findings
}

function found(side: string, methods: readonly string[]): Finding[] {
  if (methods.length === 0) return []
  return [
    {
      check: 'capability',
      severity: 'blocker',
      message: `${side} does not offer ${named(methods)}, which a migration needs.`,
      remedy: 'Check that the address is that of the cluster itself, and not of a proxy with fewer methods. Otherwise upgrade it or choose another cluster.',
    },
  ]
}

async function missing(server: MilvusServer, methods: readonly string[]): Promise<string[]> {
  const absent: string[] = []
  await sideBySide(methods, methods.length, async (method) => {
    try {
      const reply = await server.call(method, Buffer.alloc(0), { timeoutMs: ASK_MS })
      const { code } = BARE.has(method) ? readStatus(reply) : statusOfReply(reply)
      if (code === UNIMPLEMENTED) absent.push(method)
    } catch (error) {
      if (error instanceof AppError && error.details.grpcCode === GRPC.UNIMPLEMENTED) absent.push(method)
      // Any other answer comes from a server that has the call and cannot do it for nothing.
      else if (!(error instanceof AppError) || error.code !== 'milvus.unknown_outcome') throw error
    }
  })
  return absent.sort()
}
