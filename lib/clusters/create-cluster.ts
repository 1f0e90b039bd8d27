// New clusters: rows first, made real by the worker. A repeated request finds the row that is there.
import type { z } from 'zod'
import type { ProbeResult } from '../contracts/control-api.ts'
import type { CreateClusterRequest, NewCluster, ProbeEndpointRequest, RegisterEndpointRequest } from '../contracts/console-requests.ts'
import { db, isUniqueViolation } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import { recordActivity } from '../db/record-activity.ts'
import { AppError } from '../errors/app-error.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import type { ProjectAccess, SessionUser } from '../permissions/access.ts'
import { requireOrganizationPermission, requirePermission } from '../permissions/access.ts'
import { keepProject } from '../projects/keep-project.ts'
import { newToken, sealToken } from './cluster-secrets.ts'
import { dataPlane } from './data-plane.ts'
import { nameTaken, requireFreeName } from './require-free-name.ts'

/** The row of an embedded cluster as a form describes it. */
export function embeddedRow(cluster: NewCluster, userId: string): Prisma.ClusterUncheckedCreateInput {
  const id = newId.cluster()
  return { id, ...cluster, driver: 'embedded', tokenEncrypted: sealToken(newToken(), id), createdById: userId }
}

async function insert(
  row: Prisma.ClusterUncheckedCreateInput & { requestId: string },
  { access, nameField, userId }: { access: ProjectAccess; nameField: string; userId: string },
): Promise<{ clusterId: string }> {
  await requireFreeName(db(), { projectId: row.projectId, name: row.name, field: nameField })
  try {
    await db().$transaction(async (tx) => {
      await keepProject(tx, row.projectId)
      await tx.cluster.create({ data: row })
      await recordActivity(tx, {
        organizationId: access.project.organizationId,
        projectId: row.projectId,
        userId,
        message: `Cluster "${row.name}" (${row.id}) was ${row.driver === 'embedded' ? 'created' : 'registered'}.`,
      })
    })
    return { clusterId: row.id }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw nameTaken(row.name, nameField)
  }
}

/**
 * What the same request has made already, or what `make` makes. It is looked for again where that fails: of a double
 * click the second may find the name taken by the first.
 */
async function once(requestId: string, userId: string, make: () => Promise<{ clusterId: string }>): Promise<{ clusterId: string }> {
  const made = async () => {
    const twin = await db().cluster.findUnique({ where: { requestId } })
    return twin?.createdById === userId ? { clusterId: twin.id } : undefined
  }
  const before = await made()
  if (before) return before
  try {
    return await make()
  } catch (error) {
    const meanwhile = await made()
    if (meanwhile) return meanwhile
    throw error
  }
}

/** Creates an embedded cluster. Throws request.forbidden, cluster.name_taken. */
export async function createCluster(user: SessionUser, request: z.infer<typeof CreateClusterRequest>) {
  const { cluster, requestId } = request
  const access = await requirePermission(user, 'cluster.create', { projectId: cluster.projectId })
  const row = { ...embeddedRow(cluster, user.id), requestId }
  return once(requestId, user.id, () => insert(row, { access, nameField: 'cluster.name', userId: user.id }))
}

/** What stands at an address, for the one who is about to register it. Changes nothing. */
export async function probeEndpoint(user: SessionUser, request: z.infer<typeof ProbeEndpointRequest>): Promise<ProbeResult> {
  await requirePermission(user, 'cluster.register', { projectId: request.projectId })
  const { address, tls, token } = request
  return dataPlane().probe({ address, token, tls })
}

/** Looks at the endpoint first; registers it only if it can be used. Throws cluster.unreachable with the finding. */
export async function registerEndpoint(user: SessionUser, request: z.infer<typeof RegisterEndpointRequest>) {
  await requireOrganizationPermission(user, 'cluster.register')
  const access = await requirePermission(user, 'cluster.register', { projectId: request.projectId })
  const { projectId, requestId, name, description, address, tls, token } = request
  return once(requestId, user.id, async () => {
    await requireFreeName(db(), { projectId, name, field: 'name' })
    const { engine, problem } = await dataPlane().probe({ address, token, tls })
    if (problem !== null || engine === null)
      throw new AppError('cluster.unreachable', problem ?? `There is no Milvus at ${address}.`, { details: { field: 'address' } })
    const id = newId.cluster()
    const row = {
      id, requestId, projectId, name, description, address, tls,
      driver: 'endpoint' as const,
      plan: 'enterprise',
      tokenEncrypted: sealToken(token, id),
      createdById: user.id,
    }
    return insert(row, { access, nameField: 'name', userId: user.id })
  })
}
