// A TCP pipe to a server, in a process of its own, that looks at nothing: the least that a process of Node can cost
// between a client and a server. `fork` it with the server's address; its first message is its own address.
import net from 'node:net'

const [host, port] = process.argv[2]!.split(':')

const server = net.createServer((client) => {
  const upstream = net.connect({ host: host!, port: Number(port), noDelay: true })
  client.setNoDelay(true)
  client.pipe(upstream).pipe(client)
  client.on('error', () => upstream.destroy())
  upstream.on('error', () => client.destroy())
})
server.listen(0, '127.0.0.1', () => process.send!(`127.0.0.1:${(server.address() as net.AddressInfo).port}`))
// Its parent has ended, however that happened.
process.once('disconnect', () => process.exit())
