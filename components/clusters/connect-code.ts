import { endpointUri } from './cluster-words'

export const LANGUAGES = ['Python', 'Java', 'NodeJS', 'Go', 'cURL'] as const
export type Language = (typeof LANGUAGES)[number]

type Target = { endpoint: string; token: string }

const CODE: Record<Language, (uri: string, token: string) => string> = { Python: python, Java: java, NodeJS: node, Go: go, cURL: curl }

/** Code that lists the collections; it runs as pasted. */
export function connectCode(language: Language, { endpoint, token }: Target): string {
  return CODE[language](endpointUri(endpoint), token)
}

function python(uri: string, token: string): string {
  return `# pip install pymilvus
from pymilvus import MilvusClient

client = MilvusClient(uri=${quoted(uri)}, token=${quoted(token)})
print(client.list_collections())`
}

function java(uri: string, token: string): string {
  return `// Maven: io.milvus:milvus-sdk-java:2.6.6 and org.slf4j:slf4j-simple:2.0.17. Save this as Connect.java
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;

public class Connect {
    public static void main(String[] args) {
        ConnectConfig config = ConnectConfig.builder()
                .uri(${quoted(uri)})
                .token(${quoted(token)})
                .build();
        MilvusClientV2 client = new MilvusClientV2(config);
        System.out.println(client.listCollections().getCollectionNames());
        client.close();
    }
}`
}

function node(uri: string, token: string): string {
  return `// npm install @zilliz/milvus2-sdk-node, then save this as connect.mjs
import { MilvusClient } from '@zilliz/milvus2-sdk-node'

const client = new MilvusClient({ address: ${quoted(uri)}, token: ${quoted(token)} })
console.log((await client.showCollections()).data.map(({ name }) => name))
await client.closeConnection()`
}

function go(uri: string, token: string): string {
  return `// go get github.com/milvus-io/milvus/client/v2
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/milvus-io/milvus/client/v2/milvusclient"
)

func main() {
	ctx := context.Background()
	client, err := milvusclient.New(ctx, &milvusclient.ClientConfig{
		Address: ${quoted(uri)},
		APIKey:  ${quoted(token)},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close(ctx)
	names, err := client.ListCollections(ctx, milvusclient.NewListCollectionOption())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(names)
}`
}

function curl(uri: string, token: string): string {
  return `curl --request POST ${shell(`${uri}/v2/vectordb/collections/list`)} \\
  --header ${shell(`Authorization: Bearer ${token}`)} \\
  --header 'Content-Type: application/json' \\
  --data '{"dbName":"default"}'`
}

/** A JSON string is a string of Python, JavaScript, Java and Go too. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
