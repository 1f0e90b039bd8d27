// The links of an invitation. Each has a random token of its own, of which only the hash is stored: whoever reads
// the job store can join by none of them.
import { createHash, randomBytes } from 'node:crypto'
import { consoleConfig } from '../config/console.ts'
import type { Tx } from '../db/client.ts'
import { db } from '../db/client.ts'

/** How long an invitation can be accepted. */
export const INVITATION_HOURS = 48

/** Links that work at a time; a further one takes the place of the oldest. */
const LINKS = 20

/** Stands in a mail for the token until the moment it is sent. */
export const TOKEN_PLACEHOLDER = '{invitation-token}'

/** Where an invitation is accepted. */
export const invitationPath = (token: string): string => `/invitations/${token}`

/** What is stored of a token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** When an invitation that is sent now ends. */
export function invitationEnd(now = Date.now()): Date {
  return new Date(now + INVITATION_HOURS * 60 * 60_000)
}

/** Makes one more link to the invitation and returns its token; null where it is gone or has expired. */
export async function newInvitationToken(invitationId: string, tx: Tx = db()): Promise<string | null> {
  const token = randomBytes(32).toString('base64url')
  // One statement, so that two who ask at once both get a link that works.
  const changed = await tx.$executeRaw`
    UPDATE "Invitation" SET "tokenHashes" = (array_prepend(${tokenHash(token)}, "tokenHashes"))[1:${LINKS}::int]
    WHERE "id" = ${invitationId} AND "expiresAt" > now()`
  return changed === 1 ? token : null
}

/** The address of one more link; null where the invitation is gone or has expired. */
export async function newInvitationLink(invitationId: string, tx: Tx = db()): Promise<string | null> {
  const token = await newInvitationToken(invitationId, tx)
  return token === null ? null : `${consoleConfig().NEXTAUTH_URL.replace(/\/+$/, '')}${invitationPath(token)}`
}
