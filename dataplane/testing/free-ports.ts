// Free ports for servers that must be told theirs. Taken outside the range from which the system gives ports to
// outgoing connections, so that they are still free when the server binds them. Milvus takes up to a minute for that
// and a gateway binds when a cluster comes, so processes that run side by side take theirs from blocks of their own.
import net from 'node:net'

const LOWEST = 20_000
const BLOCK = 300
const BLOCKS = 40

/** Ports of a block that are given away; its first one is listened on. */
const GIVABLE = BLOCK - 1

/** `next`: how far the circle has come, below GIVABLE. */
type Block = { first: number; next: number }

let block: Promise<Block> | undefined

/** `count` different ports on loopback that are free now. Throws where too few are. */
export async function freePorts(count: number): Promise<number[]> {
  const mine = await (block ??= takeBlock())
  const found: number[] = []
  for (let tries = 0; found.length < count; tries++) {
    if (tries === BLOCK) throw new Error(`fewer than ${count} ports of the block from ${mine.first} on are free`)
    const port = take(mine, 1)
    if (await isFree(port)) found.push(port)
  }
  return found
}

/** The first of `count` ports in a row, for a server that passes over those that are not free. */
export async function freeRange(count: number): Promise<number> {
  return take(await (block ??= takeBlock()), count)
}

/** The first of `count` ports in a row. Around in a circle: a port comes again only after all others, when its server has long been bound or has ended. */
function take(mine: Block, count: number): number {
  if (mine.next + count > GIVABLE) mine.next = 0
  const first = mine.first + 1 + mine.next
  mine.next = (mine.next + count) % GIVABLE
  return first
}

/** A block belongs to the process that listens on its first port, until that process ends. */
async function takeBlock(): Promise<Block> {
  const begin = Math.floor(Math.random() * BLOCKS)
  for (let tries = 0; tries < BLOCKS; tries++) {
    const first = LOWEST + ((begin + tries) % BLOCKS) * BLOCK
    const held = await listen(first)
    held?.unref()
    if (held) return { first, next: 0 }
  }
  throw new Error('every block of ports is taken')
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port)
  if (!server) return false
  await new Promise((resolve) => server.close(resolve))
  return true
}

const listen = (port: number): Promise<net.Server | undefined> =>
  new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(undefined)).listen(port, '127.0.0.1', () => resolve(server))
  })
