import type { z } from 'zod'
import type { ActivityPage } from '../contracts/organization-api.ts'
import { SYSTEM_PERSON } from '../contracts/organization-api.ts'
import { ActivityQuery } from '../contracts/organization-requests.ts'
import { db } from '../db/client.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { parseInput } from '../http/parse-input.ts'
import type { SessionUser } from '../permissions/access.ts'
import { requireOrganizationPermission } from '../permissions/access.ts'

const PAGE = 50

const FILTERS = ['from', 'to', 'level', 'person', 'project', 'before'] as const

/** The filters in an address. Throws request.invalid, for example for a range of over 30 days. */
export function activityQueryOf(parameters: URLSearchParams): ActivityQuery {
  return parseInput(ActivityQuery, Object.fromEntries(FILTERS.map((name) => [name, parameters.get(name) || null])))
}

function whereOf(organizationId: string, { from, to, level, person, project, before }: ActivityQuery): Prisma.ActivityWhereInput {
  return {
    organizationId,
    at: { gte: new Date(from), lt: new Date(to) },
    ...(level === null ? {} : { level }),
    ...(person === null ? {} : { userId: person === SYSTEM_PERSON ? null : person }),
    ...(project === null ? {} : { projectId: project }),
    ...(before === null ? {} : { id: { lt: BigInt(before) } }),
  }
}

async function projectNames(ids: string[]): Promise<Map<string, string>> {
  const rows = await db().project.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** GET /api/activities — newest first; the last id shown leads to the next page, whatever is added meanwhile. */
export async function readActivities(user: SessionUser, query: ActivityQuery): Promise<z.infer<typeof ActivityPage>> {
  const { organization } = await requireOrganizationPermission(user, 'organization.activities')
  const rows = await db().activity.findMany({
    where: whereOf(organization.id, query),
    include: { user: { select: { id: true, name: true } } },
    orderBy: { id: 'desc' },
    take: PAGE + 1,
  })
  const shown = rows.slice(0, PAGE)
  const names = await projectNames([...new Set(shown.flatMap(({ projectId }) => projectId ?? []))])
  return {
    activities: shown.map(({ id, at, level, message, user: person, projectId }) => ({
      id: String(id),
      at: at.getTime(),
      level,
      message,
      person,
      project: projectId === null ? null : { id: projectId, name: names.get(projectId) ?? projectId },
    })),
    next: rows.length > PAGE ? String(shown.at(-1)?.id) : null,
  }
}
