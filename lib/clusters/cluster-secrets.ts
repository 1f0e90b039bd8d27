// The tokens of clusters: made for embedded ones, kept encrypted for all.
import { randomBytes } from 'node:crypto'
import { consoleConfig } from '../config/console.ts'
import type { ClusterSpec } from '../contracts/control-api.ts'
import type { Cluster } from '../generated/prisma/client.ts'
import { tokenCipher } from './token-cipher.ts'

const cipher = () => tokenCipher(consoleConfig().SECRETS_KEY)

/** A new token in the form `user:password` that every SDK takes. */
export function newToken(): string {
  return `db_admin:${randomBytes(18).toString('base64url')}`
}

/** The token as the job store keeps it. */
export function sealToken(token: string, clusterId: string): string {
  return cipher().seal(token, clusterId)
}

/** The token of a cluster. Throws store.damaged under another key. */
export function tokenOf(cluster: Pick<Cluster, 'id' | 'tokenEncrypted'>): string {
  return cipher().open(cluster.tokenEncrypted, cluster.id)
}

/** What the data plane is asked to make of this cluster. */
export function specOf(cluster: Cluster): ClusterSpec {
  const token = tokenOf(cluster)
  if (cluster.driver === 'embedded') return { driver: 'embedded', token }
  return { driver: 'endpoint', address: cluster.address ?? '', token, tls: cluster.tls }
}
