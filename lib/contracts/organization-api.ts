// What the browser gets about the organization: its members, what was done in it, and how this console is set up.
import * as z from 'zod/mini'
import { PROVIDERS } from './cluster-catalogue.ts'
import { ORGANIZATION_ROLES, PROJECT_ROLES } from './console-api.ts'

const ProjectRoleIn = z.object({ projectId: z.string(), name: z.string(), role: z.enum(PROJECT_ROLES) })

export const OrganizationMember = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ORGANIZATION_ROLES),
  projects: z.array(ProjectRoleIn),
})
export type OrganizationMember = z.infer<typeof OrganizationMember>

export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(ORGANIZATION_ROLES),
  projects: z.array(ProjectRoleIn),
  invitedBy: z.string(),
  invitedAt: z.number(),
  expiresAt: z.number(),
  /** Why the reader may not change it; null when they may. */
  refusal: z.nullable(z.string()),
})
export type Invitation = z.infer<typeof Invitation>

/** GET /api/organization/members — by name. */
export const OrganizationMemberList = z.object({
  members: z.array(OrganizationMember),
  /** Newest first. Empty for those who may not change members. */
  invitations: z.array(Invitation),
  /** Whether invitations go by mail; else links have to be copied. */
  mailConfigured: z.boolean(),
})
export type OrganizationMemberList = z.infer<typeof OrganizationMemberList>

export const ProjectMember = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  organizationRole: z.enum(ORGANIZATION_ROLES),
  /** Null for an organization owner who is no member of the project. */
  projectRole: z.nullable(z.enum(PROJECT_ROLES)),
})
export type ProjectMember = z.infer<typeof ProjectMember>

/** GET /api/projects/:id/members — by name. */
export const ProjectMemberList = z.object({
  members: z.array(ProjectMember),
  /** Newest first; with the role in this project alone. Empty for those who may not change members. */
  invitations: z.array(Invitation),
  mailConfigured: z.boolean(),
})
export type ProjectMemberList = z.infer<typeof ProjectMemberList>

export const ACTIVITY_LEVELS = ['info', 'warning', 'error'] as const
export type ActivityLevel = (typeof ACTIVITY_LEVELS)[number]

/** Stands for the console itself where a person is asked for. */
export const SYSTEM_PERSON = 'system'

/** The longest range that can be asked for at once. */
export const ACTIVITY_RANGE_DAYS = 30

export const Activity = z.object({
  id: z.string(),
  at: z.number(),
  level: z.enum(ACTIVITY_LEVELS),
  message: z.string(),
  /** Null for what the console did by itself. */
  person: z.nullable(z.object({ id: z.string(), name: z.string() })),
  /** Null for what belongs to the whole organization. */
  project: z.nullable(z.object({ id: z.string(), name: z.string() })),
})
export type Activity = z.infer<typeof Activity>

/** GET /api/activities?from&to&level&person&project&before — newest first, a page at a time. */
export const ActivityPage = z.object({
  activities: z.array(Activity),
  /** What to send as `before` for the next page; null at the end. */
  next: z.nullable(z.string()),
})
export type ActivityPage = z.infer<typeof ActivityPage>

/** GET /api/organization/settings */
export const OrganizationSettings = z.object({
  name: z.string(),
  mail: z.object({
    /** `smtp://host:port`, without user and password; null where mail is not configured. */
    server: z.nullable(z.string()),
    signsIn: z.boolean(),
    sender: z.string(),
  }),
  dataPlanes: z.array(
    z.object({
      address: z.string(),
      /** Null while it does not answer; `problem` says why then. */
      version: z.nullable(z.string()),
      startedAt: z.nullable(z.number()),
      problem: z.nullable(z.string()),
      /** Whether it can make clusters, and if not, why. */
      embedded: z.nullable(z.object({ available: z.boolean(), reason: z.nullable(z.string()) })),
      clusters: z.int(),
      runningMigrations: z.int(),
    }),
  ),
  providers: z.array(
    z.object({
      provider: z.enum(PROVIDERS),
      regions: z.array(z.object({ id: z.string(), place: z.string(), driver: z.enum(['embedded']) })),
    }),
  ),
})
export type OrganizationSettings = z.infer<typeof OrganizationSettings>
