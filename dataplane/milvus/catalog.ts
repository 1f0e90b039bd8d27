// Databases, collections, partitions, indexes and load states of one Milvus server, as the migration needs
// them. Each function is one or a few calls; none of them touches entities (entities.ts does).
import { AppError } from '../../lib/errors/app-error.ts'
import { GRPC } from '../grpc/status.ts'
import type { Engine } from '../../lib/contracts/control-api.ts'
import { engineOf } from './engines.ts'
import { encode, fromPairs, toPairs } from './proto.ts'
import { shapeOf, type CollectionShape } from './schema.ts'
import { isRefusal, type CallOptions, type MilvusServer } from './server.ts'
import { readStatus, statusOfReply } from './status.ts'
import { bytesField, stringField, varint64, varintField } from './wire.ts'

export const DEFAULT_DATABASE = 'default'
export const DEFAULT_PARTITION = '_default'

export type CollectionName = { database: string; name: string }

/** One text for a collection, unique in its cluster. */
export function nameOf(at: CollectionName): string {
  return `${at.database}/${at.name}`
}

/**
 * Milvus' codes for things that are not there. 1 is the legacy UnexpectedError and is not among them, nor is 4: the
 * legacy CollectionNotExists is "too many requests" on every server since 2.3, which says 100.
 */
const COLLECTION_NOT_FOUND = new Set([100])
const DATABASE_NOT_FOUND = new Set([800])
const PARTITION_NOT_FOUND = new Set([200])
const INDEX_NOT_FOUND = new Set([700, 11])

export async function getEngine(server: MilvusServer, timeoutMs = 5_000): Promise<Engine> {
  const reply = await server.ask('GetVersion', {}, 'GetVersionResponse', { timeoutMs })
  return engineOf(reply.version as string)
}

export async function listDatabases(server: MilvusServer): Promise<string[]> {
  const reply = await server.ask('ListDatabases', {}, 'ListDatabasesResponse')
  return reply.dbNames as string[]
}

/** How often a list is asked for that keeps changing meanwhile. */
const LOOKS = 10

/**
 * The names of a database's collections; none where the database is gone. Milvus Lite describes each collection while it
 * lists them, and refuses the whole list where one is dropped in that moment: then the list is asked for again.
 */
export async function listCollections(server: MilvusServer, database: string): Promise<string[]> {
  for (let look = 1; ; look++) {
    try {
      const reply = await server.ask('ShowCollections', { dbName: database }, 'ShowCollectionsResponse')
      return reply.collectionNames as string[]
    } catch (error) {
      if (look === LOOKS || !isRefusal(error) || !isAbsent(Number(error.details.code), String(error.details.reason))) throw error
      if (!(await listDatabases(server)).includes(database)) return []
    }
  }
}

/** The collection's shape, or undefined where there is none of that name. */
export async function findCollection(server: MilvusServer, at: CollectionName): Promise<CollectionShape | undefined> {
  const request = encode('DescribeCollectionRequest', { dbName: at.database, collectionName: at.name })
  const reply = await server.call('DescribeCollection', request)
  const status = statusOfReply(reply)
  if (!status.ok && isAbsent(status.code, status.reason)) return undefined
  server.check('DescribeCollection', status)
  return shapeOf(reply, at.database)
}

/** 2.3 answers a missing collection with its legacy UnexpectedError, so absence is looked up, not read from a text. */
function isAbsent(code: number, reason: string): boolean {
  return COLLECTION_NOT_FOUND.has(code) || DATABASE_NOT_FOUND.has(code) || /not found|not exist/i.test(reason)
}

export async function listPartitions(server: MilvusServer, at: CollectionName): Promise<string[]> {
  const reply = await server.ask('ShowPartitions', { dbName: at.database, collectionName: at.name }, 'ShowPartitionsResponse')
  return reply.partitionNames as string[]
}

/** Aliases of a database as alias -> collection; empty where the server cannot list them. */
export async function listAliases(server: MilvusServer, shape: CollectionShape): Promise<string[]> {
  if (shape.aliases.length > 0) return shape.aliases
  try {
    const request = { dbName: shape.database, collectionName: shape.name }
    const reply = await server.ask('ListAliases', request, 'ListAliasesResponse')
    return reply.aliases as string[]
  } catch {
    // Milvus before 2.4 has no ListAliases and reports aliases with the collection.
    return []
  }
}

export async function createAlias(server: MilvusServer, at: CollectionName, alias: string): Promise<void> {
  const request = { dbName: at.database, collectionName: at.name, alias }
  try {
    await server.ask('CreateAlias', request)
  } catch (error) {
    // A repeated call after a crash: there already, and on this collection.
    const shape = await findCollection(server, { database: at.database, name: alias })
    if (shape?.name !== at.name) throw error
  }
}

export async function createDatabase(server: MilvusServer, database: string): Promise<void> {
  if (database === DEFAULT_DATABASE || (await listDatabases(server)).includes(database)) return
  await server.ask('CreateDatabase', { dbName: database })
}

/** A database's properties; none where the server knows none (Milvus before 2.4). */
export async function databaseProperties(server: MilvusServer, database: string): Promise<Record<string, string>> {
  try {
    const reply = await server.ask('DescribeDatabase', { dbName: database }, 'DescribeDatabaseResponse')
    return fromPairs(reply.properties as [])
  } catch (error) {
    if (error instanceof AppError && error.details.grpcCode === GRPC.UNIMPLEMENTED) return {}
    throw error
  }
}

export async function setDatabaseProperties(server: MilvusServer, database: string, properties: Record<string, string>): Promise<void> {
  await server.ask('AlterDatabase', { dbName: database, properties: toPairs(properties) })
}

export async function dropDatabase(server: MilvusServer, database: string): Promise<void> {
  if (!(await listDatabases(server)).includes(database)) return
  await server.ask('DropDatabase', { dbName: database })
}

/** Creates the collection from the source's schema bytes, its properties, shards and consistency level. */
export async function createCollection(server: MilvusServer, shape: CollectionShape): Promise<void> {
  if (await findCollection(server, shape)) return
  const parts = [
    stringField(2, shape.database),
    stringField(3, shape.name),
    bytesField(4, shape.schemaBytes),
    varintField(5, shape.shards),
    varintField(6, shape.consistencyLevel),
  ]
  for (const pair of toPairs(shape.properties)) parts.push(bytesField(7, encode('common.KeyValuePair', pair)))
  if (shape.hasPartitionKey && shape.numPartitions > 0)
    parts.push(Buffer.concat([varintField(8, 0).subarray(0, 1), varint64(BigInt(shape.numPartitions))]))
  const reply = await server.call('CreateCollection', Buffer.concat(parts), { timeoutMs: 60_000 })
  server.check('CreateCollection', readStatus(reply))
}

export async function dropCollection(server: MilvusServer, at: CollectionName): Promise<void> {
  if (!(await findCollection(server, at))) return
  await server.ask('DropCollection', { dbName: at.database, collectionName: at.name }, undefined, { timeoutMs: 60_000 })
}

export async function truncateCollection(server: MilvusServer, at: CollectionName): Promise<void> {
  const request = { dbName: at.database, collectionName: at.name }
  await server.ask('TruncateCollection', request, 'TruncateCollectionResponse', { timeoutMs: 60_000 })
}

export async function createPartition(server: MilvusServer, at: CollectionName, partition: string): Promise<void> {
  if ((await listPartitions(server, at)).includes(partition)) return
  await server.ask('CreatePartition', { dbName: at.database, collectionName: at.name, partitionName: partition })
}

export async function dropPartition(server: MilvusServer, at: CollectionName, partition: string): Promise<void> {
  if (!(await listPartitions(server, at)).includes(partition)) return
  const request = { dbName: at.database, collectionName: at.name, partitionName: partition }
  // A loaded partition cannot be dropped on Milvus; engines without partition load refuse the release.
  await server.ask('ReleasePartitions', { ...request, partitionNames: [partition] }).catch(() => undefined)
  await server.ask('DropPartition', request)
}

export type IndexFacts = { field: string; name: string; params: Record<string, string> }

export async function listIndexes(server: MilvusServer, at: CollectionName): Promise<IndexFacts[]> {
  try {
    const reply = await server.ask('DescribeIndex', { dbName: at.database, collectionName: at.name }, 'DescribeIndexResponse')
    return (reply.indexDescriptions as { fieldName: string; indexName: string; params: [] }[]).map((index) => ({
      field: index.fieldName,
      name: index.indexName,
      params: fromPairs(index.params),
    }))
  } catch (error) {
    if (isRefusal(error) && isNoIndex(error)) return []
    throw error
  }
}

function isNoIndex(error: AppError): boolean {
  return INDEX_NOT_FOUND.has(error.details.code as number) || /index not (found|exist)|index doesn't exist/i.test(String(error.details.reason))
}

/** With an empty name the server chooses one. */
export async function createIndex(server: MilvusServer, at: CollectionName, index: IndexFacts): Promise<void> {
  const request = { dbName: at.database, collectionName: at.name, fieldName: index.field, indexName: index.name, extraParams: toPairs(index.params) }
  await server.ask('CreateIndex', request, undefined, { timeoutMs: 120_000 })
}

export async function dropIndex(server: MilvusServer, at: CollectionName, index: IndexFacts): Promise<void> {
  const request = { dbName: at.database, collectionName: at.name, fieldName: index.field, indexName: index.name }
  await server.ask('DropIndex', request, undefined, { timeoutMs: 60_000 })
}

/** LoadState of milvus-proto. */
const LOADING = 2
const LOADED = 3

async function loadStateOf(server: MilvusServer, at: CollectionName, partitions: readonly string[] = []): Promise<unknown> {
  const request = { dbName: at.database, collectionName: at.name, partitionNames: partitions }
  const reply = await server.ask('GetLoadState', request, 'GetLoadStateResponse')
  return reply.state
}

/** Whether anything of the collection is loaded: Milvus says so too where some of its partitions are not (measured on 2.3.5). */
export async function isLoaded(server: MilvusServer, at: CollectionName): Promise<boolean> {
  return (await loadStateOf(server, at)) === LOADED
}

/** Whether all of the collection is loaded. */
export async function isWhollyLoaded(server: MilvusServer, at: CollectionName): Promise<boolean> {
  return (await wholeLoadStateOf(server, at)) === LOADED
}

async function wholeLoadStateOf(server: MilvusServer, at: CollectionName): Promise<unknown> {
  const state = await loadStateOf(server, at)
  if (state !== LOADED) return state
  const partitions = await listPartitions(server, at)
  if (partitions.length <= 1) return state
  return loadStateOf(server, at, partitions).catch((error: unknown) => {
    // A partition was dropped meanwhile, or the server does not tell of partitions.
    if (isRefusal(error)) return state
    throw error
  })
}

/**
 * Whether a collection that could not be read in the tries before this one (from 1) is to be loaded again. Not after the first: a
 * client that releases a partition to drop it would find it loaded, and Milvus refuses to drop it then.
 */
export function mayLoadAgain(attempt: number): boolean {
  return attempt > 2
}

/**
 * Loads the whole collection and waits until it can be read. One that a client releases meanwhile, or whose load the server gave
 * up, is asked for again.
 */
export async function loadCollection(server: MilvusServer, at: CollectionName, signal?: AbortSignal): Promise<void> {
  const request = { dbName: at.database, collectionName: at.name, replicaNumber: 1 }
  let state = await wholeLoadStateOf(server, at)
  for (let waitMs = 20; state !== LOADED; waitMs = Math.min(waitMs * 2, 500)) {
    signal?.throwIfAborted()
    if (state !== LOADING) await server.ask('LoadCollection', request, undefined, { timeoutMs: 120_000 })
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    state = await wholeLoadStateOf(server, at)
  }
}

export async function releaseCollection(server: MilvusServer, at: CollectionName, { timeoutMs = 60_000 }: CallOptions = {}): Promise<void> {
  await server.ask('ReleaseCollection', { dbName: at.database, collectionName: at.name }, undefined, { timeoutMs })
}

/** The server's own statistics: deleted entities may be counted, and the collection need not be loaded. */
export async function estimateEntities(server: MilvusServer, at: CollectionName): Promise<number> {
  const request = { dbName: at.database, collectionName: at.name }
  const reply = await server.ask('GetCollectionStatistics', request, 'GetCollectionStatisticsResponse')
  return Number((reply.stats as { key: string; value: string }[]).find((pair) => pair.key === 'row_count')?.value ?? 0)
}

/** Seals what is in memory. Changes no data. */
export async function flushCollection(server: MilvusServer, at: CollectionName): Promise<void> {
  await server.ask('Flush', { dbName: at.database, collectionNames: [at.name] }, 'FlushResponse', { timeoutMs: 120_000 })
}

/** True where a failed call on this partition failed because the partition is gone. */
export function isPartitionMissing(error: unknown): boolean {
  return isRefusal(error) && (PARTITION_NOT_FOUND.has(error.details.code as number) || /partition.*not (found|exist)/i.test(String(error.details.reason)))
}
