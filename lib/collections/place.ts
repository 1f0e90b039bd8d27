/** Where a collection stands. */
export type CollectionPlace = { database: string; collection: string }

/** The same in Milvus' words. */
export function milvusPlace({ database, collection }: CollectionPlace): { db_name: string; collection_name: string } {
  return { db_name: database, collection_name: collection }
}
