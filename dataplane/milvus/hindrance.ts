// Why a server did not take a call, as far as it says how the next one should look. Milvus says the same in several
// ways (a Status with a code, gRPC RESOURCE_EXHAUSTED with a sentence), and gRPC's RESOURCE_EXHAUSTED means two things.
// Codes: milvus-io/milvus pkg/util/merr/errors.go; the legacy ones: milvus-proto common.proto, ErrorCode.
import { AppError } from '../../lib/errors/app-error.ts'
import { GRPC } from '../grpc/status.ts'
import { isRefusal } from './server.ts'

/**
 * `too-large`: the message must be smaller. `busy`: too much at a time; less, and later. `full`: a quota or the server's
 * memory or disk is used up; it takes nothing until that is changed. `other`: everything else.
 */
export type Hindrance = 'too-large' | 'busy' | 'full' | 'other'

/** Parameter too large. */
const TOO_LARGE = new Set([1102])
/** Request limit, rate limit, time tick delay, resources insufficient; legacy RateLimit and TimeTickLongDelay. */
const BUSY = new Set([4, 8, 11, 12, 49, 55, 1807])
/**
 * Memory limit, disk limit, quota exceeded ("deny to write"), too many collections, general capacity, too many
 * databases; legacy ForceDeny, MemoryQuotaExhausted and DiskQuotaExhausted.
 */
const FULL = new Set([3, 7, 9, 48, 53, 54, 102, 250, 801])

const SAYS_TOO_LARGE = /larger than max|too large|exceeds? the (maxOutputSize|max message size)|message size|maxOutputSize/i
const SAYS_BUSY = /rate limit exceeded|request is rejected by limiter|reach max task num|request limit exceeded/i
const SAYS_FULL = /quota (exceeded|exhausted)|deny to write|limit exceeded|exceed(ed|s)? the limit number/i

/** What stood in the way of a failed call. */
export function hindranceOf(error: unknown): Hindrance {
  if (!(error instanceof AppError)) return 'other'
  const reason = String(error.details.reason ?? '')
  const code = Number(error.details.code ?? -1)
  const exhausted = error.details.grpcCode === GRPC.RESOURCE_EXHAUSTED
  if (!exhausted && !isRefusal(error)) return 'other'
  if (TOO_LARGE.has(code) || SAYS_TOO_LARGE.test(reason)) return 'too-large'
  if (BUSY.has(code) || SAYS_BUSY.test(reason)) return 'busy'
  if (FULL.has(code) || SAYS_FULL.test(reason)) return 'full'
  // Without a word of its size: servers and proxies answer so when they have too many calls.
  return exhausted ? 'busy' : 'other'
}
