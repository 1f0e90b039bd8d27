// Free ports for servers that must be told theirs. Taken outside the range from which the system gives ports to
// outgoing connections, so that they are still free when the server binds them a moment later.
import net from 'node:net'

const LOWEST = 20_000
const HIGHEST = 32_000

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** `count` different ports on loopback that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  while (found.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (!found.has(port) && (await isFree(port))) found.add(port)
  }
  return [...found]
}
