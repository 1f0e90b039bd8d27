// Cluster tokens at rest: AES-256-GCM, bound to the cluster they belong to, so that a value copied to
// another row does not open there.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { AppError } from '../errors/app-error.ts'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

export type TokenCipher = {
  seal(token: string, clusterId: string): string
  /** Throws store.damaged when the value was not sealed for this cluster with this key. */
  open(sealed: string, clusterId: string): string
}

/** The cipher for `SECRETS_KEY`; any string of enough entropy, hashed to a key. */
export function tokenCipher(secret: string): TokenCipher {
  const key = createHash('sha256').update(`cluster-token:${secret}`).digest()
  return {
    seal(token, clusterId) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(clusterId))
      const body = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()])
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, clusterId) {
      try {
        const bytes = Buffer.from(sealed.slice(VERSION.length + 1), 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
          .setAAD(Buffer.from(clusterId))
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
        const body = bytes.subarray(IV_BYTES + TAG_BYTES)
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new AppError(
          'store.damaged',
          `The token of cluster "${clusterId}" cannot be read with this SECRETS_KEY. Start the console with the key it was stored with.`,
          { cause },
        )
      }
    },
  }
}
