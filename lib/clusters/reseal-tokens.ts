import { db } from '../db/client.ts'
import { AppError } from '../errors/app-error.ts'
import { tokenCipher } from './token-cipher.ts'

/**
 * Seals the token of every cluster, deleted ones included, with another key; all of them or none. Throws store.damaged where the
 * old key does not open one, config.invalid where the new one is too short. Returns how many there are.
 */
export async function resealTokens(keys: { from: string; to: string }): Promise<number> {
  if (keys.to.length < 16) throw new AppError('config.invalid', 'The new SECRETS_KEY must have at least 16 characters.')
  const [old, next] = [tokenCipher(keys.from), tokenCipher(keys.to)]
  return db().$transaction(async (tx) => {
    const clusters = await tx.$queryRaw<{ id: string; tokenEncrypted: string }[]>`SELECT "id", "tokenEncrypted" FROM "Cluster" FOR UPDATE`
    for (const { id, tokenEncrypted } of clusters)
      await tx.cluster.update({ where: { id }, data: { tokenEncrypted: next.seal(old.open(tokenEncrypted, id), id) } })
    return clusters.length
  })
}
