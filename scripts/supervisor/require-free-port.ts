import net from 'node:net'

/** Throws a readable error when `port` is taken; `option` is how to choose another. */
export async function requireFreePort(host: string, port: number, option: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${error.code})`
      reject(new Error(`Port ${port} on ${host} ${why}. Free it, or set ${option} to another.`))
    })
    server.listen(port, host, () => server.close(() => resolve()))
  })
}
