// Asks a Milvus server on loopback for its version: the cheapest call that proves that it answers.
import { setTimeout as sleep } from 'node:timers/promises'
import { MilvusServer } from '../milvus/server.ts'

const RETRY_MS = 100
const CALL_LIMIT_MS = 5_000

/** Resolves when GetVersion on 127.0.0.1:`port` is answered; tries again until then. Rejects only on abort. */
export async function probeVersion(port: number, signal?: AbortSignal): Promise<void> {
  // A connection of its own, so that nothing of an earlier server on this port is reused.
  const server = new MilvusServer({ address: () => `127.0.0.1:${port}`, token: '', tls: false, label: 'The server' })
  const answers = () => server.call('GetVersion', Buffer.alloc(0), { timeoutMs: CALL_LIMIT_MS }).then(() => true, () => false)
  try {
    while (!(await answers())) {
      signal?.throwIfAborted()
      await sleep(RETRY_MS)
    }
  } finally {
    server.close()
  }
}
