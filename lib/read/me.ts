import type { Me } from '../contracts/console-api.ts'
import type { SessionUser } from '../permissions/access.ts'
import { organizationAccess } from '../permissions/access.ts'

/** GET /api/me */
export async function readMe(user: SessionUser): Promise<Me> {
  const { organization, role, permissions } = await organizationAccess(user)
  return { user, organization: { ...organization, role, permissions } }
}
