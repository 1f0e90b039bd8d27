// Passwords cannot be read from a server, so users do not come along; where the target knows no roles, those do not either.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { listRoles, listUsers } from '../milvus/roles.ts'
import type { MilvusServer } from '../milvus/server.ts'
import { named, type Check } from './check.ts'

const BUILT_IN_ROLES = new Set(['admin', 'public'])

export const checkRoles: Check = async ({ source, sourceCapabilities, targetCapabilities, targetName }) => {
  if (!sourceCapabilities.hasRoles) return []
  const findings: Finding[] = []
  const users = await listUsers(source)
  if (users.length > 0)
    findings.push({
      check: 'users',
      severity: 'warning',
      message: `The source cluster has ${users.length} users that cannot be moved, because passwords cannot be read: ${named(users)}.`,
      remedy: 'Create them on the target before applications sign in there.',
    })
  const roles = await ownRoles(source)
  if (roles.length > 0 && !targetCapabilities.hasRoles)
    findings.push({
      check: 'roles',
      severity: 'warning',
      message: `The source cluster has ${roles.length} roles, and ${targetName} knows none: ${named(roles)}.`,
      remedy: 'Every client with the token of the target may do everything there. Choose a Milvus server as the target if that is not what you want.',
    })
  return findings
}

/** Names of the roles that somebody made. */
export async function ownRoles(source: MilvusServer): Promise<string[]> {
  return (await listRoles(source)).map(({ name }) => name).filter((name) => !BUILT_IN_ROLES.has(name))
}
