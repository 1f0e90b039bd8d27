// Writes to a Milvus Lite outside a migration: one after the other, because the engine supports no concurrent
// writers, and with ids from the gateway where its own counter would overwrite copied entities.
import { addressOf, captureOf } from '../capture/decode-write.ts'
import type { IdSource } from '../capture/id-source.ts'
import type { CapturedClass, InterceptedCall, Interceptor, UnaryReply } from '../gateway/ports.ts'
import type { SharedLock } from '../lifecycle/shared-lock.ts'
import { findCollection, nameOf } from '../milvus/catalog.ts'
import { int64Column, withColumn } from '../milvus/field-data.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { MilvusServer } from '../milvus/server.ts'

const WRITE_TIMEOUT_MS = 120_000

export class LiteWrites implements Interceptor {
  #server: MilvusServer
  #serial: SharedLock
  #ids: IdSource
  #assignsIds: () => boolean
  #shapes = new Map<string, CollectionShape>()
  #inFlight = 0
  #idle: (() => void)[] = []
  #lastUnknownAt: number | undefined

  constructor(parts: { server: MilvusServer; serial: SharedLock; ids: IdSource; assignsIds: () => boolean }) {
    this.#server = parts.server
    this.#serial = parts.serial
    this.#ids = parts.ids
    this.#assignsIds = parts.assignsIds
  }

  wants(callClass: CapturedClass): boolean {
    return callClass === 'write' || (callClass === 'ddl' && this.#shapes.size > 0)
  }

  /** Resolves when every call taken so far has ended; see Gateway.drainRawWrites for the result. */
  async drain(): Promise<{ lastUnknownAt: number | undefined }> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    return { lastUnknownAt: this.#lastUnknownAt }
  }

  async handle(call: InterceptedCall): Promise<UnaryReply> {
    this.#inFlight++
    try {
      return await this.#forward(call)
    } finally {
      this.#inFlight--
      if (this.#inFlight === 0) this.#idle.splice(0).forEach((done) => done())
    }
  }

  async #forward(call: InterceptedCall): Promise<UnaryReply> {
    const isWrite = call.method === 'Insert' || call.method === 'Upsert' || call.method === 'Delete'
    if (!isWrite) this.#shapes.clear()
    const message = isWrite && call.method !== 'Delete' && this.#assignsIds() ? await this.#withIds(call) : call.message
    const release = await this.#serial.exclusive()
    try {
      const result = await call.forward(message, WRITE_TIMEOUT_MS)
      if (!isWrite) this.#shapes.clear()
      if (result.kind === 'status' && result.sent) this.#lastUnknownAt = Date.now()
      return result.kind === 'message' ? result : { kind: 'status', code: result.code, details: result.details }
    } finally {
      release()
    }
  }

  async #withIds(call: InterceptedCall): Promise<Buffer> {
    const to = addressOf(call.message, call.database)
    const at = { database: to.database, name: to.collection }
    const shape = this.#shapes.get(nameOf(at)) ?? (await findCollection(this.#server, at))
    if (!shape) return call.message
    this.#shapes.set(nameOf(at), shape)
    const captured = captureOf(call.method, call.message, to, shape)
    if (!captured.needsIds || !shape.autoId || shape.keyType !== 'int64' || captured.rows === 0) return call.message
    return withColumn(call.message, int64Column(shape.keyField, this.#ids.take(captured.rows)))
  }
}
