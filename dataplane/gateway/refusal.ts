// Replies by which the gateway says no. An RPC whose reply has a Status gets that reply, so that SDKs raise
// their own readable exception; any other gets a gRPC status. Owns the bytes; the words are policy.ts'.
import type { ReplyShape } from './method-table.ts'
import type { UnaryReply } from './ports.ts'
import { GRPC } from '../grpc/status.ts'

// Milvus' own code pair for "writing is denied": SDKs raise it and, unlike RateLimit (8), never retry it.
const CODE_FORCE_DENY = 9
const LEGACY_ERROR_CODE_FORCE_DENY = 48

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
  return bytes
}

function lengthDelimited(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(bytes.length)]), bytes])
}

function encodeStatus(reason: string): Buffer {
  return Buffer.concat([
    Buffer.from([1 << 3, ...varint(LEGACY_ERROR_CODE_FORCE_DENY)]),
    lengthDelimited(2, Buffer.from(reason, 'utf8')),
    Buffer.from([3 << 3, ...varint(CODE_FORCE_DENY)]),
  ])
}

/**
 * The refusal of one RPC. Where no reply can carry it, the gRPC status is PERMISSION_DENIED: SDKs retry
 * FAILED_PRECONDITION for minutes, and take UNIMPLEMENTED for an old server (the Node SDK even for success).
 */
export function refusalReply(shape: ReplyShape, reason: string): UnaryReply {
  if (shape === 'none') return { kind: 'status', code: GRPC.PERMISSION_DENIED, details: reason }
  const status = encodeStatus(reason)
  return { kind: 'message', message: shape === 'status' ? status : lengthDelimited(1, status) }
}
