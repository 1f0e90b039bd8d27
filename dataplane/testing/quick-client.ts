// A client in the test's own process. It connects anew for each piece of work, so that it is back at once after a
// crash, where a library's channel waits longer with every failure. Its writes are not booked: what it was told must be
// the same on both sides in the end.
import { createCollection, createDatabase, createIndex, createPartition, dropCollection, dropDatabase, dropPartition, loadCollection } from '../milvus/catalog.ts'
import { encode, type Message } from '../milvus/proto.ts'
import { MilvusServer } from '../milvus/server.ts'
import { statusOfReply } from '../milvus/status.ts'
import { emptyCollection } from './empty-collection.ts'

const NAME = 'quick'
const AT = { database: 'default', name: NAME }
const KEYS = 60
const ROWS = 5
const CALL_MS = 10_000
const INT64 = 5
const FLOAT_VECTOR = 101
const DIM = 4

export class QuickClient {
  #endpoint: () => string
  #token: string
  #number = 0
  #partition: string | undefined

  /** `endpoint` is asked before each piece of work: `http://host:port`. */
  constructor(endpoint: () => string, token: string) {
    this.#endpoint = endpoint
    this.#token = token
  }

  /** Makes its collection, loaded. */
  make(): Promise<void> {
    return this.#connected(async (server) => {
      await createCollection(server, emptyCollection(NAME))
      await createIndex(server, AT, { field: 'emb', name: '', params: { index_type: 'FLAT', metric_type: 'L2' } })
      await loadCollection(server, AT)
    })
  }

  /** The same without what it holds, partitions among it. */
  async makeAnew(): Promise<void> {
    await this.#connected((server) => dropCollection(server, AT))
    this.#partition = undefined
    await this.make()
  }

  /** Some upserts, then a delete by keys, then one by an expression that is no list of keys. Rejects where the source refuses one. */
  write(): Promise<void> {
    return this.#connected(async (server) => {
      const at = this.#number++ % KEYS
      const keys = Array.from({ length: ROWS }, (_, i) => (at + i * 7) % KEYS)
      await send(server, 'Upsert', 'UpsertRequest', { collectionName: NAME, numRows: keys.length, fieldsData: columnsOf(keys, this.#number) })
      await send(server, 'Delete', 'DeleteRequest', { collectionName: NAME, expr: `pk in [${at}, ${(at + 1) % KEYS}]` })
      await send(server, 'Delete', 'DeleteRequest', { collectionName: NAME, expr: `pk > ${KEYS - 3}` })
    })
  }

  /** Some upserts. */
  upsert(): Promise<void> {
    return this.#connected(async (server) => {
      const keys = Array.from({ length: ROWS }, (_, i) => i)
      await send(server, 'Upsert', 'UpsertRequest', { collectionName: NAME, numRows: keys.length, fieldsData: columnsOf(keys, this.#number++) })
    })
  }

  /** A delete whose expression nobody can read: an error of the source, after which nothing is known. */
  writeBadly(): Promise<unknown> {
    return this.#connected((server) => server.call('Delete', encode('DeleteRequest', { collectionName: NAME, expr: 'nosuchfield > 1' }), { timeoutMs: CALL_MS }))
  }

  /** Makes a partition, and the next time drops it. */
  changePartitions(): Promise<void> {
    const made = this.#partition
    const partition = made ?? `part_${this.#number++}`
    this.#partition = made === undefined ? partition : undefined
    return this.#connected((server) => (made === undefined ? createPartition : dropPartition)(server, AT, partition))
  }

  /** Makes a database; every second time it drops it. */
  changeDatabases(): Promise<void> {
    const number = this.#number++
    return this.#connected(async (server) => {
      await createDatabase(server, `base_${number}`)
      if (number % 2 === 1) await dropDatabase(server, `base_${number}`)
    })
  }

  async #connected<T>(work: (server: MilvusServer) => Promise<T>): Promise<T> {
    const address = this.#endpoint().slice('http://'.length)
    const server = new MilvusServer({ address: () => address, token: this.#token, tls: false, label: 'the source' })
    try {
      return await work(server)
    } finally {
      server.close()
    }
  }
}

async function send(server: MilvusServer, method: string, type: string, message: Message): Promise<void> {
  server.check(method, statusOfReply(await server.call(method, encode(type, message), { timeoutMs: CALL_MS })))
}

function columnsOf(keys: number[], value: number): Message[] {
  const vectors = keys.flatMap((key) => Array.from({ length: DIM }, (_, i) => key + i + (value % 64) / 64))
  return [
    { type: INT64, fieldName: 'pk', scalars: { longData: { data: keys.map(String) } } },
    { type: FLOAT_VECTOR, fieldName: 'emb', vectors: { dim: DIM, floatVector: { data: vectors } } },
  ]
}
