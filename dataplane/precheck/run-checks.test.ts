// Checks that ask servers, and the order of all of them.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../lib/errors/app-error.ts'
import { decode, encode } from '../milvus/proto.ts'
import { addCollection, startMilvusDouble, type MilvusDouble } from '../testing/milvus-double.ts'
import { checkBypass } from './bypass.ts'
import { checkCapability } from './capability.ts'
import { checkDuplicates } from './duplicates.ts'
import { checkPartitions } from './partitions.ts'
import { checkRoles } from './roles.ts'
import { requireNoBlockers, runChecks, type PrecheckInput } from './run-checks.ts'
import { surveySource } from './survey.ts'
import { found, LITE, milvus, vector } from './testing/check-input.ts'
import { checkVectorIndex } from './vector-index.ts'

let source: MilvusDouble
let target: MilvusDouble

beforeEach(async () => {
  source = await startMilvusDouble('The source cluster')
  target = await startMilvusDouble('The target cluster')
})
afterEach(() => {
  source.stop()
  target.stop()
})

const survey = async () => (await surveySource(source.server, Infinity)).collections
const pair = (more: Partial<PrecheckInput> = {}): PrecheckInput => ({
  source: source.server,
  target: target.server,
  lookAtSource: () => Promise.resolve(milvus('2.3.5')),
  lookAtTarget: () => Promise.resolve(milvus('2.3.5')),
  isRegistered: () => true,
  targetIsEmbedded: false,
  sourceIsRegistered: false,
  sourceUse: () => ({ calls: 1, writes: 0, loads: 0 }),
  room: () => Promise.resolve({ memory: 2 ** 33, disk: 2 ** 40 }),
  ...more,
})

test('two clusters that fit have no findings, and what the source holds is counted', async () => {
  addCollection(source, 'a', [[1, 1], [2, 2]])
  addCollection(source, 'b', [[1, 1]])
  expect(await runChecks(pair())).toMatchObject({ findings: [], databases: 1, collections: 2, entities: 3 })
})

test.each(['source', 'target'] as const)('a %s that cannot be reached is a blocker that names it, and no failed request', async (side) => {
  const away = () => Promise.reject(new AppError('cluster.unreachable', 'It cannot be reached.', { cause: Object.assign(new Error(), { details: 'connect ECONNREFUSED' }) }))
  const result = await runChecks(pair(side === 'source' ? { lookAtSource: away } : { lookAtTarget: away }))
  expect(result.findings).toMatchObject([{ check: 'reachability', severity: 'blocker', message: `The ${side} cluster cannot be reached: connect ECONNREFUSED.` }])
  expect(() => requireNoBlockers(result)).toThrow(/cluster\.unreachable/)
})

test('a side that goes away while it is looked at is a finding too', async () => {
  addCollection(source, 'a')
  source.answer('DescribeCollection', (request) => (request.length === 0 ? undefined : { grpc: 14 }))
  expect((await runChecks(pair())).findings).toMatchObject([{ check: 'reachability', message: expect.stringContaining('The source cluster') as string }])
})

test('a token that is not accepted and a version that is too old are told apart from a server that is away', async () => {
  const unauthorized = () => Promise.reject(new AppError('cluster.unauthorized', 'No.'))
  const old = () => Promise.reject(new AppError('cluster.too_old', 'The server is Milvus 2.2.0; at least Milvus 2.3.0 is needed.'))
  const { findings } = await runChecks(pair({ lookAtSource: unauthorized, lookAtTarget: old }))
  expect(findings).toMatchObject([{ check: 'authorization', severity: 'blocker' }, { check: 'version', severity: 'blocker', message: expect.stringContaining('2.2.0') as string }])
  expect(() => requireNoBlockers({ findings, databases: 0, collections: 0, entities: 0, contents: null })).toThrow(/migration\.blocked/)
})

test('a call that a server does not offer is named before anything is tried', async () => {
  source.answer('GetLoadState', () => ({ grpc: 12 }))
  target.answer('Upsert', () => encode('MutationResult', { status: { errorCode: 1, code: 10, reason: 'service unimplemented' } }))
  const findings = await found(checkCapability, { source: source.server, target: target.server })
  expect(findings.map(({ message }) => message)).toEqual([
    'The source cluster does not offer "GetLoadState", which a migration needs.',
    'The target cluster (the target (Milvus 2.3.5)) does not offer "Upsert", which a migration needs.',
  ])
})

test('keys that were inserted repeatedly are counted, on Milvus and not on Lite', async () => {
  addCollection(source, 'c', [[1, 1], [1, 2], [2, 1], [2, 2], [2, 3], [3, 1]])
  addCollection(source, 'clean', [[1, 1], [2, 2]])
  const collections = await survey()
  expect(await found(checkDuplicates, { source: source.server, collections })).toMatchObject([{ severity: 'warning', message: expect.stringMatching(/"c".* 3 entities more than keys/) as string }])
  expect(await found(checkDuplicates, { source: source.server, collections, from: LITE })).toEqual([])
})

test('an insert between two counts is no duplicate', async () => {
  addCollection(source, 'c', [[1, 1], [2, 2]])
  let counted = 0
  source.answer('Query', (request, go) => {
    if (request.includes('count(*)') && ++counted === 1) addCollection(source, 'c', [[1, 1], [2, 2], [0, 0]])
    return go()
  })
  expect(await found(checkDuplicates, { source: source.server, collections: await survey() })).toEqual([])
})

test('writes that come past the endpoint are seen, those through it are not blamed', async () => {
  addCollection(source, 'c', [[1, 1]])
  const collections = await survey()
  let counted = 0
  source.answer('Query', (_, go) => {
    if (++counted % 2 === 0) addCollection(source, 'c', [[1, 1], [counted, 1]])
    else addCollection(source, 'c', [[1, 1]])
    return go()
  })
  const registered = { source: source.server, collections, sourceIsRegistered: true }
  expect(await found(checkBypass, registered)).toMatchObject([{ check: 'bypass', severity: 'warning', message: expect.stringMatching(/"c".*from 1 to 2.*directly/) as string }])
  let writes = 0
  expect(await found(checkBypass, { ...registered, sourceUse: () => ({ calls: 9, writes: writes++, loads: 0 }) })).toEqual([])
}, 15_000)

test('an endpoint that nobody has used is told, and an embedded source cannot be bypassed', async () => {
  const unused = { source: source.server, sourceUse: () => ({ calls: 0, writes: 0, loads: 0 }) }
  expect(await found(checkBypass, { ...unused, sourceIsRegistered: true })).toMatchObject([{ check: 'unused-endpoint', severity: 'warning' }])
  expect(await found(checkBypass, unused)).toEqual([])
})

test('users are named because they cannot be moved, and roles where the target knows none', async () => {
  source.answer('ListCredUsers', () => encode('ListCredUsersResponse', { status: {}, usernames: ['root', 'app'] }))
  source.answer('SelectRole', () => encode('SelectRoleResponse', { status: {}, results: [{ role: { name: 'admin' } }, { role: { name: 'reader' } }] }))
  expect(await found(checkRoles, { source: source.server })).toMatchObject([{ check: 'users', message: expect.stringMatching(/1 users.*"app"/) as string }])
  expect(await found(checkRoles, { source: source.server, to: LITE })).toMatchObject([{ check: 'users' }, { check: 'roles', message: expect.stringMatching(/1 roles.*"reader"/) as string }])
})

test('a collection that cannot be loaded for want of an index is a blocker unless it is empty', async () => {
  addCollection(source, 'c', [[1, 1]])
  addCollection(source, 'empty')
  source.answer('GetLoadState', () => encode('GetLoadStateResponse', { status: {}, state: 2 }))
  source.answer('DescribeCollection', (_, go) => {
    const fields = [{ name: 'pk', dataType: 5, isPrimaryKey: true }, vector('v', 4)]
    return go().length > 60 ? encode('DescribeCollectionResponse', { status: {}, schema: { fields } }) : undefined
  })
  const collections = (await survey()).map((one, at) => ({ ...one, shape: { ...one.shape, vectors: [{ name: 'v', type: 101 }], name: at === 0 ? 'c' : 'empty' } }))
  expect(await found(checkVectorIndex, { source: source.server, collections })).toMatchObject([{ severity: 'blocker', message: expect.stringMatching(/"c".*"v" has no index/) as string }])
  expect(await found(checkVectorIndex, { source: source.server, collections, from: LITE })).toEqual([])
})

test('partitions do not move to an engine whose keys are unique in the collection', async () => {
  addCollection(source, 'c')
  source.answer('ShowPartitions', () => encode('ShowPartitionsResponse', { status: {}, partitionNames: ['_default', 'p'] }))
  const collections = await survey()
  expect(await found(checkPartitions, { source: source.server, collections, to: LITE })).toMatchObject([{ severity: 'blocker' }])
  expect(await found(checkPartitions, { source: source.server, collections })).toEqual([])
})

test('findings of one kind are listed by name, whichever collection was answered first', async () => {
  for (const name of ['b', 'a', 'c']) addCollection(source, name, [[1, 1]])
  source.answer('ShowPartitions', async (request) => {
    const { collectionName } = decode('ShowPartitionsRequest', request)
    if (collectionName === 'a') await new Promise((resolve) => setTimeout(resolve, 50))
    return encode('ShowPartitionsResponse', { status: {}, partitionNames: ['_default', 'p'] })
  })
  const { findings } = await runChecks(pair({ lookAtTarget: () => Promise.resolve(LITE) }))
  expect(findings.filter(({ check }) => check === 'partitions').map(({ message }) => /"(\w)"/.exec(message)?.[1])).toEqual(['a', 'b', 'c'])
})

test('a target that holds something is refused', async () => {
  addCollection(target, 'mine')
  const result = await runChecks(pair())
  expect(result.findings).toMatchObject([{ check: 'empty-target', severity: 'blocker' }])
  expect(() => requireNoBlockers(result)).toThrow(/migration\.blocked.*mine/)
})

test('an advice that cannot be given keeps nobody from starting', async () => {
  source.answer('ListCredUsers', () => encode('ListCredUsersResponse', { status: { errorCode: 1, code: 1401, reason: 'privilege not permitted' } }))
  expect((await runChecks(pair())).findings).toMatchObject([{ check: 'users', severity: 'warning', message: expect.stringContaining('privilege not permitted') as string }])
  expect((await runChecks(pair(), { decidingOnly: true })).findings).toEqual([])
})

test('what there was no time for is said, and the start looks at it', async () => {
  addCollection(source, 'c')
  const { findings, collections } = await runChecks(pair(), { withinMs: -1 })
  expect(collections).toBe(1)
  expect(findings.find(({ check }) => check === 'survey')).toMatchObject({ severity: 'warning', message: expect.stringContaining('Only 0 of 1') as string })
})

test('thousands of collections cost three calls each, and a finding of each is not listed a thousand times', async () => {
  const COLLECTIONS = 1_500
  for (let i = 0; i < COLLECTIONS; i++) addCollection(source, `c${i}`, [[1, 1]])
  source.answer('GetLoadState', () => encode('GetLoadStateResponse', { status: {}, state: 2 }))
  const result = await runChecks(pair({ isRegistered: () => false }))
  expect(result).toMatchObject({ collections: COLLECTIONS, entities: COLLECTIONS })
  expect(result.findings).toHaveLength(51)
  expect(result.findings.at(-1)?.message).toBe('1450 more findings like these.')
  expect(source.calls.length).toBeLessThan(COLLECTIONS * 3 + 20)
}, 60_000)
