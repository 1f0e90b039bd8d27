import { endpointUri } from './cluster-words'

export const LANGUAGES = ['Python', 'NodeJS', 'cURL'] as const
export type Language = (typeof LANGUAGES)[number]

type Target = { endpoint: string; token: string }

/** Code that lists the collections; it runs as pasted. */
export function connectCode(language: Language, { endpoint, token }: Target): string {
  const uri = endpointUri(endpoint)
  if (language === 'Python') return python(uri, token)
  if (language === 'NodeJS') return node(uri, token)
  return curl(uri, token)
}

function python(uri: string, token: string): string {
  return `# pip install pymilvus
from pymilvus import MilvusClient

client = MilvusClient(uri=${quoted(uri)}, token=${quoted(token)})
print(client.list_collections())`
}

function node(uri: string, token: string): string {
  return `// npm install @zilliz/milvus2-sdk-node, then save this as connect.mjs
import { MilvusClient } from '@zilliz/milvus2-sdk-node'

const client = new MilvusClient({ address: ${quoted(uri)}, token: ${quoted(token)} })
console.log((await client.showCollections()).data.map(({ name }) => name))
await client.closeConnection()`
}

function curl(uri: string, token: string): string {
  return `curl --request POST ${shell(`${uri}/v2/vectordb/collections/list`)} \\
  --header ${shell(`Authorization: Bearer ${token}`)} \\
  --header 'Content-Type: application/json' \\
  --data '{"dbName":"default"}'`
}

/** A JSON string is a string of Python and JavaScript too. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
