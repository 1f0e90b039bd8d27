// A TCP proxy that a test puts between the data plane and a cluster, and that misbehaves on command. It looks at no
// byte: a request of HTTP/2 is for it whatever the client sends after the connection's first moments.
import net from 'node:net'

export const FAULTS = ['delay', 'throttle', 'reset', 'lose-replies', 'stall', 'refuse'] as const
/**
 * delay: every byte comes later, both ways. throttle: few bytes a second. reset: a request is cut off in the middle and
 * the connection reset, again and again. lose-replies: the server gets the request and carries it out, the client gets
 * nothing, then a reset; again and again. stall: connections are accepted and nothing passes; it all passes afterwards.
 * refuse: nobody listens.
 */
export type Fault = (typeof FAULTS)[number]

const DELAY_MS = 150
const BYTES_PER_S = 200_000
const PIECE = 4_096
/** A new connection behaves for so long, so that its handshake and a first call come through. */
const GRACE_MS = 120
/** What the server may take to carry a request out before its connection is reset. */
const CARRY_OUT_MS = 250

export type FaultProxy = {
  /** `host:port`, as an endpoint cluster takes it. */
  address: string
  /** From now on; undefined: behaves. */
  set(fault: Fault | undefined): Promise<void>
  /** How often a connection was cut or refused its reply. */
  readonly cuts: number
  stop(): Promise<void>
}

export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const [host, port] = upstream.split(':') as [string, string]
  let fault: Fault | undefined
  let cuts = 0
  const links = new Set<Link>()
  const onConnection = (client: net.Socket) => {
    const link = new Link(client, net.connect(Number(port), host), () => fault, () => cuts++)
    links.add(link)
    client.once('close', () => links.delete(link))
  }
  let server = await listen(0, onConnection)
  const { port: own } = server.address() as net.AddressInfo
  return {
    address: `127.0.0.1:${own}`,
    get cuts() {
      return cuts
    },
    async set(next) {
      fault = next
      if (next === 'refuse') {
        server.close()
        for (const link of links) link.cut()
      } else if (!server.listening) server = await listen(own, onConnection)
      for (const link of links) link.wake()
    },
    async stop() {
      fault = undefined
      const closed = new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()))
      for (const link of links) link.cut()
      await closed
    },
  }
}

function listen(port: number, onConnection: (socket: net.Socket) => void): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer({ allowHalfOpen: true }, onConnection).once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** One connection: two sockets, and a queue each way. */
class Link {
  #client: net.Socket
  #server: net.Socket
  #fault: () => Fault | undefined
  #onCut: () => void
  #since = Date.now()
  #doomed = false
  #wake = new Set<() => void>()

  constructor(client: net.Socket, server: net.Socket, fault: () => Fault | undefined, onCut: () => void) {
    this.#client = client
    this.#server = server
    this.#fault = fault
    this.#onCut = onCut
    for (const [from, to] of [[client, server], [server, client]] as const) {
      from.setNoDelay(true)
      from.on('error', () => to.destroy())
      from.once('close', () => to.destroy())
      void this.#pump(from, to, from === client)
    }
  }

  /** Looks at the fault again. */
  wake(): void {
    for (const wake of [...this.#wake]) wake()
  }

  cut(): void {
    this.#onCut()
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
    this.wake()
  }

  get #gone(): boolean {
    return this.#client.destroyed || this.#server.destroyed
  }

  async #pump(from: net.Socket, to: net.Socket, isRequest: boolean): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) await this.#pass(chunk, to, isRequest)
      to.end()
    } catch {
      // The connection has ended, here or there.
    }
  }

  async #pass(chunk: Buffer, to: net.Socket, isRequest: boolean): Promise<void> {
    while (this.#fault() === 'stall' && !this.#gone) await new Promise<void>((resolve) => this.#sleepUntilWoken(resolve))
    const fault = this.#fault()
    if (fault === 'delay') await pause(DELAY_MS)
    if (fault === 'throttle') return this.#trickle(chunk, to)
    const isRipe = Date.now() - this.#since > GRACE_MS
    if (fault === 'reset' && isRequest && isRipe) {
      to.write(chunk.subarray(0, chunk.length >> 1), () => this.cut())
      return
    }
    if (fault === 'lose-replies' && isRipe && isRequest && !this.#doomed) {
      this.#doomed = true
      setTimeout(() => this.cut(), CARRY_OUT_MS)
    }
    if (this.#doomed && !isRequest) return
    await write(to, chunk)
  }

  async #trickle(chunk: Buffer, to: net.Socket): Promise<void> {
    for (let at = 0; at < chunk.length && !this.#gone; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE)
      if (this.#fault() === 'throttle') await pause((piece.length / BYTES_PER_S) * 1_000)
      await write(to, piece)
    }
  }

  #sleepUntilWoken(resolve: () => void): void {
    const woken = () => {
      this.#wake.delete(woken)
      resolve()
    }
    this.#wake.add(woken)
  }
}

function write(to: net.Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => to.write(bytes, (error) => (error ? reject(error) : resolve())))
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
