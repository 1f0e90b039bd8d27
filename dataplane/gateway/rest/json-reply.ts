// Replies in the form of Milvus' REST API: `{code, data}` or `{code, message}`.
import type { ServerResponse } from 'node:http'

/** Milvus' code for a missing or wrong token. */
export const CODE_UNAUTHENTICATED = 1800
/** Milvus' code for denied writing, the same as in gRPC refusals. */
export const CODE_DENIED = 9
/** Milvus' code for a service that is not there. */
export const CODE_UNAVAILABLE = 2
/** Milvus' code for a request that it cannot read. */
export const CODE_BAD_REQUEST = 1801
/** Milvus' code for anything else. */
export const CODE_UNEXPECTED = 65535

/** What a REST client gets. `httpStatus` is 200 for Milvus' own errors, as Milvus does it. */
export type JsonReply = { httpStatus: number; body: { code: number; data?: unknown; message?: string } }

/** A successful reply. */
export function success(data: unknown): JsonReply {
  return { httpStatus: 200, body: { code: 0, data } }
}

/** A reply that says what is wrong. */
export function failure(code: number, message: string, httpStatus = 200): JsonReply {
  return { httpStatus, body: { code, message } }
}

/** Sends a reply; does nothing where one has begun. */
export function sendJson(response: ServerResponse, reply: JsonReply): void {
  if (response.headersSent || response.destroyed) return
  const body = Buffer.from(JSON.stringify(reply.body))
  response.writeHead(reply.httpStatus, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
}
