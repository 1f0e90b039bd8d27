// Users, roles and grants of one Milvus server, and carrying roles and grants to another. Passwords cannot be read
// from a server, so users are named instead of carried.
import type { Message } from './proto.ts'
import type { MilvusServer } from './server.ts'
import { listDatabases } from './catalog.ts'

export type Role = { name: string; users: string[] }

/** One privilege of a role: on which kind of object, on which object (`*`: all), in which database (`*`: all). */
export type Grant = { object: string; objectName: string; privilege: string; database: string }

/** Every server has them; only their grants can be changed. */
const BUILT_IN_ROLES = new Set(['admin', 'public'])
const BUILT_IN_USERS = new Set(['root'])
/** milvus.OperatePrivilegeType and OperateUserRoleType. */
const GRANT = 0
const REVOKE = 1
const ADD_TO_ROLE = 0
const EVERY_DATABASE = '*'

export async function listRoles(server: MilvusServer): Promise<Role[]> {
  const reply = await server.ask('SelectRole', { includeUserInfo: true }, 'SelectRoleResponse')
  return (reply.results as Message[]).map(({ role, users }) => ({ name: role.name as string, users: (users as Message[]).map(({ name }) => name as string) }))
}

/** Names of all users but the built-in one. */
export async function listUsers(server: MilvusServer): Promise<string[]> {
  const reply = await server.ask('ListCredUsers', {}, 'ListCredUsersResponse')
  return (reply.usernames as string[]).filter((name) => !BUILT_IN_USERS.has(name))
}

/** A listing names one database and what holds for all of them (measured on 2.3.5), so each one is asked. */
export async function listGrants(server: MilvusServer, role: string, databases: readonly string[]): Promise<Grant[]> {
  const grants = new Map<string, Grant>()
  for (const database of [EVERY_DATABASE, ...databases]) {
    const reply = await server.ask('SelectGrant', { entity: { role: { name: role }, dbName: database } }, 'SelectGrantResponse')
    for (const entity of reply.entities as Message[]) {
      const grant = {
        object: entity.object.name as string,
        objectName: entity.objectName as string,
        privilege: entity.grantor.privilege.name as string,
        database: entity.dbName as string,
      }
      grants.set(keyOf(grant), grant)
    }
  }
  return [...grants.values()]
}

export type CarriedRoles = {
  roles: number
  /** Users that the target does not have. */
  missingUsers: string[]
  /** What the target refused, in words. */
  refused: string[]
}

/**
 * Gives the target the source's roles, their grants, and their users where the target has them. What is there already
 * is left, so it may be repeated; a grant that the source took back is taken back.
 */
export async function carryRoles(source: MilvusServer, target: MilvusServer): Promise<CarriedRoles> {
  const roles = await listRoles(source)
  const present = new Map((await listRoles(target)).map((role) => [role.name, role]))
  const users = new Set(await listUsers(target))
  const databases = await listDatabases(source)
  const refused: string[] = []
  const attempt = async (what: string, step: () => Promise<unknown>) => {
    await step().catch((error: unknown) => refused.push(`${what}: ${error instanceof Error ? error.message : String(error)}`))
  }
  for (const role of roles) {
    if (!present.has(role.name)) await attempt(`role "${role.name}"`, () => target.ask('CreateRole', { entity: { name: role.name } }))
    const wanted = await listGrants(source, role.name, databases)
    const given = await listGrants(target, role.name, databases)
    for (const grant of without(wanted, given)) await attempt(sentence(role.name, grant), () => operate(target, role.name, grant, GRANT))
    for (const grant of without(given, wanted)) await attempt(sentence(role.name, grant), () => operate(target, role.name, grant, REVOKE))
    for (const user of role.users)
      if (users.has(user) && !present.get(role.name)?.users.includes(user))
        await attempt(`user "${user}" in role "${role.name}"`, () => target.ask('OperateUserRole', { username: user, roleName: role.name, type: ADD_TO_ROLE }))
  }
  const missingUsers = (await listUsers(source)).filter((user) => !users.has(user))
  return { roles: roles.filter(({ name }) => !BUILT_IN_ROLES.has(name)).length, missingUsers, refused }
}

async function operate(server: MilvusServer, role: string, grant: Grant, type: number): Promise<void> {
  const { object, objectName, privilege, database } = grant
  const entity = { role: { name: role }, object: { name: object }, objectName, grantor: { privilege: { name: privilege } }, dbName: database }
  await server.ask('OperatePrivilege', { entity, type })
}

function keyOf(grant: Grant): string {
  return JSON.stringify([grant.object, grant.objectName, grant.privilege, grant.database])
}

function without(grants: readonly Grant[], others: readonly Grant[]): Grant[] {
  const known = new Set(others.map(keyOf))
  return grants.filter((grant) => !known.has(keyOf(grant)))
}

function sentence(role: string, grant: Grant): string {
  return `privilege ${grant.privilege} on ${grant.object} "${grant.objectName}" of database "${grant.database}" for role "${role}"`
}
