import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { DataType, MilvusClient } from '@zilliz/milvus2-sdk-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway } from '@/dataplane/gateway/gateway'
import { testCluster } from '@/dataplane/gateway/testing/test-cluster'
import { silentLogger } from '@/dataplane/lifecycle/logger'
import { startLiteServer, type TestServer } from '@/dataplane/testing/lite-server'
import { litePython } from '@/dataplane/testing/python-env'
import { connectCode } from './connect-code'

const TOKEN = `db_admin:it's "a" to$ken`
const root = path.resolve(import.meta.dirname, '../..')
const gateway = createGateway({ logger: silentLogger })
let server: TestServer
let endpoint: string

beforeAll(async () => {
  server = await startLiteServer()
  const client = new MilvusClient({ address: server.address, logLevel: 'error' })
  await client.createCollection({
    collection_name: 'books',
    fields: [
      { name: 'id', data_type: DataType.Int64, is_primary_key: true },
      { name: 'vector', data_type: DataType.FloatVector, dim: 4 },
    ],
  })
  await client.closeConnection()
  const cluster = await testCluster(server.port, { engine: 'lite', tokenDigest: createHash('sha256').update(TOKEN).digest() })
  await gateway.open(cluster)
  endpoint = `http://127.0.0.1:${cluster.port}`
})
afterAll(async () => {
  await gateway.stop()
  await server.stop()
})

function run(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(program, args, { cwd: root, timeout: 60_000 }, (error, out, err) => (error ? reject(new Error(`${error.message}\n${err}`)) : resolve(out))),
  )
}

describe('code of the Connect card, pasted as it is, lists the collections of an embedded cluster', () => {
  test('Python', async () => {
    expect(await run(litePython(), ['-c', connectCode('Python', { endpoint, token: TOKEN })])).toContain("['books']")
  })

  test('NodeJS', async () => {
    expect(await run(process.execPath, ['--input-type=module', '-e', connectCode('NodeJS', { endpoint, token: TOKEN })])).toContain("[ 'books' ]")
  })

  test('cURL', async () => {
    const reply = await run('bash', ['-c', `${connectCode('cURL', { endpoint, token: TOKEN })} --silent`])
    expect(JSON.parse(reply)).toMatchObject({ code: 0, data: ['books'] })
  })

  test('cURL with another token is turned away', async () => {
    const reply = await run('bash', ['-c', `${connectCode('cURL', { endpoint, token: 'wrong' })} --silent`])
    expect(JSON.parse(reply)).toMatchObject({ code: 1800 })
  })
})
