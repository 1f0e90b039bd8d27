// A double of a cluster's own client: it has no collections and takes every wish. What the real one does is tested in
// the *.milvus.test.ts files.
import type { MilvusClient } from '@zilliz/milvus2-sdk-node'

const SUCCESS = { error_code: 'Success', code: 0, reason: '' }

/** Stands in for `visitCluster`. */
export async function visitDouble<T>(_cluster: unknown, visit: (client: MilvusClient) => Promise<T>): Promise<T> {
  const client = {
    listDatabases: () => Promise.resolve({ db_names: ['default'], status: SUCCESS }),
    showCollections: () => Promise.resolve({ data: [], status: SUCCESS }),
    loadCollectionAsync: () => Promise.resolve(SUCCESS),
    releaseCollection: () => Promise.resolve(SUCCESS),
  }
  return visit(client as unknown as MilvusClient)
}
