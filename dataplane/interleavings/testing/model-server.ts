// The model's engine under the product's own client type: what the parts take for a Milvus server.
import { MilvusServer, type CallOptions } from '../../milvus/server.ts'
import type { EntityCall, ModelEngine } from './model-engine.ts'

/** A call of the product that touches entities: a read that will be carried out at one moment, or a write in steps. */
export type ModelCall = { method: string; request: Buffer; write: EntityCall | undefined; reads: () => Buffer[] }

export class ModelServer extends MilvusServer {
  readonly engine: ModelEngine
  #perform: (call: ModelCall) => Promise<Buffer>
  #translate: (method: string) => string

  /** `perform` decides when an entity call happens and what its caller hears; `translate` makes another call of it. */
  constructor(engine: ModelEngine, label: string, perform: (call: ModelCall) => Promise<Buffer>, translate = (method: string) => method) {
    super({ address: () => undefined, token: '', tls: false, label })
    this.engine = engine
    this.#perform = perform
    this.#translate = translate
  }

  override call(asked: string, given: Buffer | readonly Buffer[], options: CallOptions = {}): Promise<Buffer> {
    const method = this.#translate(asked)
    const request = Buffer.isBuffer(given) ? given : Buffer.concat(given)
    if (options.signal?.aborted) return Promise.reject(options.signal.reason as Error)
    const answer = this.engine.answer(method, request)
    if (answer) return Promise.resolve(answer)
    const write = method === 'Query' ? undefined : this.engine.begin(method, request)
    return this.#perform({ method, request, write, reads: () => this.engine.reads(request) })
  }
}

/** Carries a write out from its first step to its last and answers; a read shows the `nth` of what it may. */
export function carryOut(call: ModelCall, nth = 0): Promise<Buffer> {
  if (!call.write) return Promise.resolve(call.reads()[nth]!)
  for (let step = call.write.steps()[0]; step; step = call.write.steps()[0]) step.run()
  return Promise.resolve(call.write.reply())
}
