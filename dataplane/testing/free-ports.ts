// Free ports for servers that must be told theirs. Taken outside the range from which the system gives ports to
// outgoing connections, so that they are still free when the server binds them. Milvus takes up to a minute for that
// and a gateway binds when a cluster comes, so processes that run side by side take theirs from blocks of their own.
import net from 'node:net'

const LOWEST = 20_000
const BLOCK = 300
const BLOCKS = 40

type Block = { first: number; given: number }

let block: Promise<Block> | undefined

/** `count` different ports on loopback that are free now. Throws where too few are. */
export async function freePorts(count: number): Promise<number[]> {
  const mine = await (block ??= takeBlock())
  const found: number[] = []
  for (let tries = 0; found.length < count; tries++) {
    if (tries === BLOCK) throw new Error(`fewer than ${count} ports of the block from ${mine.first} on are free`)
    const port = next(mine)
    if (await isFree(port)) found.push(port)
  }
  return found
}

/** The first of `count` ports in a row, for a server that passes over those that are not free. */
export async function freeRange(count: number): Promise<number> {
  const mine = await (block ??= takeBlock())
  if (mine.given + count >= BLOCK) mine.given = 0
  const first = next(mine)
  mine.given += count - 1
  return first
}

/** Around in a circle: a port comes again only after all others, when its server has long been bound or has ended. */
const next = (mine: Block): number => mine.first + 1 + (mine.given++ % (BLOCK - 1))

/** A block belongs to the process that listens on its first port, until that process ends. */
async function takeBlock(): Promise<Block> {
  const begin = Math.floor(Math.random() * BLOCKS)
  for (let tries = 0; tries < BLOCKS; tries++) {
    const first = LOWEST + ((begin + tries) % BLOCKS) * BLOCK
    const held = await listen(first)
    held?.unref()
    if (held) return { first, given: 0 }
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
