// Asks a Milvus server on loopback for its version: the cheapest call that proves that it answers.
import * as grpc from '@grpc/grpc-js'

const RETRY_MS = 100
const CALL_LIMIT_MS = 5_000
const asIs = (bytes: Buffer) => bytes

/** Resolves when GetVersion on 127.0.0.1:`port` is answered; tries again until then. Rejects only on abort. */
export async function probeVersion(port: number, signal?: AbortSignal): Promise<void> {
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    // One connection of its own, so that nothing of an earlier server on this port is reused.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.initial_reconnect_backoff_ms': RETRY_MS,
    'grpc.max_reconnect_backoff_ms': 1_000,
  })
  try {
    while (!(await answers(client))) {
      signal?.throwIfAborted()
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  } finally {
    client.close()
  }
}

function answers(client: grpc.Client): Promise<boolean> {
  const options = { deadline: Date.now() + CALL_LIMIT_MS }
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      '/milvus.proto.milvus.MilvusService/GetVersion',
      asIs,
      asIs,
      Buffer.alloc(0),
      new grpc.Metadata(),
      options,
      (error) => resolve(error === null),
    )
  })
}
