// HTTP/1.1 on a cluster's endpoint: authentication, the policy, and who answers. Milvus answers REST itself
// and is proxied; for Milvus Lite the bridge reads by gRPC. A write by REST is never recorded, so it passes
// only where nothing has to be.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { presentsToken, UNAUTHENTICATED_MESSAGE } from '../authentication.ts'
import type { Endpoint } from '../endpoint.ts'
import { callUnary } from '../../grpc/unary-call.ts'
import { changesData, isAwaited, refusalReason, rule } from '../policy.ts'
import type { GatewayCluster } from '../ports.ts'
import { answerRest, BRIDGED_ROUTES } from './bridge.ts'
import type { JsonReply } from './json-reply.ts'
import {
  CODE_BAD_REQUEST,
  CODE_DENIED,
  CODE_UNAUTHENTICATED,
  CODE_UNAVAILABLE,
  failure,
  sendJson,
} from './json-reply.ts'
import { proxyRest } from './proxy.ts'
import { classOfRoute } from './routes.ts'

const BRIDGE_BODY_BYTES = 4 * 1024 * 1024
const BRIDGE_TIMEOUT_MS = 60_000
const MILVUS_SERVICE = '/milvus.proto.milvus.MilvusService/'

/** Answers REST requests of one endpoint. */
export function createRestHandler(endpoint: Endpoint): RequestListener {
  return (request, response) => {
    const { cluster } = endpoint
    const path = (request.url ?? '/').split('?', 1)[0]!
    if (path === '/healthz') return sendHealth(cluster, response)
    const { tokenDigest } = cluster
    if (tokenDigest !== undefined && !presentsToken(request.headers.authorization, tokenDigest))
      return refuse(request, response, failure(CODE_UNAUTHENTICATED, UNAUTHENTICATED_MESSAGE, 401))
    endpoint.noteCall(classOfRoute(path))
    measure(endpoint, path, request, response)
    if (cluster.engine === 'lite') return void bridge(endpoint, path, request, response)
    proxy(endpoint, path, request, response)
  }
}

/** Bodies are counted by what the client announces and what the socket has sent since. */
function measure(endpoint: Endpoint, path: string, request: IncomingMessage, response: ServerResponse): void {
  const meter = endpoint.meter.begin(classOfRoute(path))
  const { socket } = request
  const sentBefore = socket.bytesWritten
  response.once('close', () => {
    meter.received(Number(request.headers['content-length'] ?? 0) || 0)
    meter.sent(socket.bytesWritten - sentBefore)
    if (!response.writableFinished || response.statusCode >= 400) meter.failed()
    meter.end()
  })
}

function sendHealth(cluster: GatewayCluster, response: ServerResponse): void {
  const up = cluster.upstream !== undefined
  response.writeHead(up ? 200 : 503, { 'content-type': 'text/plain' }).end(up ? 'OK' : 'The cluster is not running.')
}

/** Answers without reading the body; the connection ends, since the rest of it is still to come. */
function refuse(request: IncomingMessage, response: ServerResponse, reply: JsonReply): void {
  request.resume()
  response.shouldKeepAlive = false
  sendJson(response, reply)
}

function proxy(endpoint: Endpoint, path: string, request: IncomingMessage, response: ServerResponse): void {
  const { cluster } = endpoint
  const callClass = classOfRoute(path)
  const recorded = changesData(callClass) && rule(cluster.policy, 'write', cluster.interceptor) !== 'pass'
  if (recorded || rule(cluster.policy, callClass, cluster.interceptor) !== 'pass')
    return refuse(request, response, failure(CODE_DENIED, restReason(request.method ?? '', path, cluster)))
  if (cluster.upstream === undefined)
    return refuse(request, response, failure(CODE_UNAVAILABLE, 'This cluster is not running at the moment.', 503))
  const endRaw = isAwaited(callClass) ? endpoint.rawWrites.begin() : () => {}
  proxyRest(request, response, cluster.upstream, endRaw)
}

function restReason(method: string, path: string, cluster: GatewayCluster): string {
  const { policy, migrationId } = cluster
  if (policy !== 'locked' && policy !== 'fenced') return refusalReason(`${method} ${path}`, policy, migrationId)
  const migration = migrationId === undefined ? 'a migration' : `migration "${migrationId}"`
  return (
    `${method} ${path} is refused: this cluster is Locked as the source of ${migration}, which records writes by ` +
    'gRPC only. Write with an SDK (pymilvus, Node, Java, Go) until the migration has ended.'
  )
}

async function bridge(endpoint: Endpoint, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request)
  if (body === undefined)
    return refuse(request, response, failure(CODE_BAD_REQUEST, `The body is larger than ${BRIDGE_BODY_BYTES} bytes.`))
  const { cluster, pool } = endpoint
  const reply = await answerRest(path, body, (method, message) =>
    callUnary({
      pool,
      upstream: cluster.upstream,
      headers: {
        ':method': 'POST',
        ':path': MILVUS_SERVICE + method,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...(typeof request.headers.dbname === 'string' && { dbname: request.headers.dbname }),
      },
      message,
      timeoutMs: BRIDGE_TIMEOUT_MS,
    }),
  )
  const known = `This cluster runs Milvus Lite, whose REST routes are: ${BRIDGED_ROUTES.join(', ')}. For anything else use an SDK.`
  sendJson(response, reply ?? failure(CODE_BAD_REQUEST, `${path} is not available. ${known}`, 404))
}

/** The whole body; undefined where it is too large or the client went away. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > BRIDGE_BODY_BYTES) return undefined
      chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks).toString('utf8')
}
