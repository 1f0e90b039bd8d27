import { expect, test } from 'vitest'
import { AppError } from '../../lib/errors/app-error.ts'
import { hindranceOf, type Hindrance } from './hindrance.ts'

const refused = (code: number, reason: string) => new AppError('milvus.refused', reason, { details: { method: 'Insert', code, reason } })
const lost = (grpcCode: number, reason: string) => new AppError('milvus.unknown_outcome', reason, { details: { grpcCode, reason } })

test.each<[Hindrance, AppError]>([
  ['busy', refused(8, 'request is rejected by grpc RateLimiter middleware, please retry later: rate limit exceeded[rate=1024]')],
  ['busy', refused(49, 'rate limit exceeded')],
  ['busy', refused(4, 'reach max task num 1024')],
  ['full', refused(9, 'quota exceeded[reason=deny to write]')],
  ['full', refused(3, 'memory limit exceeded[predict=2 GB][limit=1 GB]')],
  ['full', refused(7, 'disk limit exceeded')],
  ['full', refused(102, 'exceeded the limit number of collections[limit=65536]')],
  ['full', refused(801, 'exceeded the limit number of database[limit=64]')],
  ['too-large', refused(65535, 'query results exceed the maxOutputSize Limit')],
  ['too-large', lost(8, 'grpc: received message larger than max (83886128 vs. 67108864)')],
  ['too-large', lost(8, 'Received message larger than max (300 vs 256)')],
  ['busy', lost(8, 'too many concurrent streams')],
  ['other', lost(4, 'Deadline exceeded')],
  ['other', refused(1100, 'cannot parse expression')],
])('a server that is %s is told from the others: %s', (hindrance, error) => {
  expect(hindranceOf(error)).toBe(hindrance)
})

test('what is no answer of a server says nothing about the next call', () => {
  expect(hindranceOf(new Error('rate limit exceeded'))).toBe('other')
  expect(hindranceOf(new AppError('cluster.unreachable', 'too large'))).toBe('other')
})
