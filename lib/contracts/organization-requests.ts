// What the browser sends about the organization and its members: the inputs of the server actions.
import { z } from 'zod'
import { ORGANIZATION_ROLES, PROJECT_ROLES } from './console-api.ts'
import { Email, Password, ProjectName } from './console-requests.ts'
import { ACTIVITY_LEVELS, ACTIVITY_RANGE_DAYS } from './organization-api.ts'

/** More at once would be a mistake, or a flood. */
export const INVITED_AT_ONCE = 50

const Emails = z
  .array(Email)
  .min(1, 'Enter at least one e-mail address.')
  .max(INVITED_AT_ONCE, `Invite at most ${INVITED_AT_ONCE} people at a time.`)
  .transform((emails) => [...new Set(emails)])

const PersonName = z.string().trim().min(1, 'Enter your name.').max(80, 'A name has at most 80 characters.')

/** inviteMembers: one role in the organization for all of them, and one in each project that is named. */
export const InviteMembersRequest = z.object({
  emails: Emails,
  role: z.enum(ORGANIZATION_ROLES).default('member'),
  projects: z.array(z.object({ projectId: z.string(), role: z.enum(PROJECT_ROLES) })).max(200).default([]),
})

/** inviteToProject: members of the organization get the role at once, others are invited to both. */
export const InviteToProjectRequest = z.object({ projectId: z.string(), emails: Emails, role: z.enum(PROJECT_ROLES).default('read_only') })

/** resendInvitation, revokeInvitation, copyInvitationLink */
export const InvitationRequest = z.object({ invitationId: z.string() })

/** changeMemberRole */
export const MemberRoleChange = z.object({ userId: z.string(), role: z.enum(ORGANIZATION_ROLES) })

/** removeMember */
export const MemberRequest = z.object({ userId: z.string() })

/** changeProjectRole */
export const ProjectRoleChange = z.object({ projectId: z.string(), userId: z.string(), role: z.enum(PROJECT_ROLES) })

/** removeProjectMember */
export const ProjectMemberRequest = z.object({ projectId: z.string(), userId: z.string() })

/** acceptInvitation: by the person who is signed in. */
export const AcceptInvitationRequest = z.object({ token: z.string().min(1).max(200) })

/** joinByInvitation: by somebody who has no account yet. */
export const JoinByInvitationRequest = AcceptInvitationRequest.extend({ name: PersonName, password: Password })

/** renameProject */
export const RenameProjectRequest = z.object({ projectId: z.string(), name: ProjectName })

/** deleteProject; the name is typed to confirm. */
export const DeleteProjectRequest = z.object({ projectId: z.string(), confirmName: z.string() })

/** renameOrganization */
export const RenameOrganizationRequest = z.object({
  name: z.string().trim().min(1, 'Enter a name for the organization.').max(80, 'A name has at most 80 characters.'),
})

/** sendTestMessage: to the one who asks. */
export const SendTestMessageRequest = z.object({})

const DAY_MS = 24 * 60 * 60_000
/** Days with a change of the clock are longer than others. */
const CLOCK_CHANGE_MS = 60 * 60_000

const Time = z.coerce.number().int().min(0).max(8_640_000_000_000_000)

/** The filters of GET /api/activities; `from` and `to` are epoch milliseconds. */
export const ActivityQuery = z
  .object({
    from: Time,
    to: Time,
    level: z.enum(ACTIVITY_LEVELS).nullable(),
    person: z.string().nullable(),
    project: z.string().nullable(),
    before: z.string().regex(/^\d{1,18}$/).nullable(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'The end must be after the start.' })
  .refine(({ from, to }) => to - from <= ACTIVITY_RANGE_DAYS * DAY_MS + CLOCK_CHANGE_MS, {
    path: ['from'],
    message: `Choose a range of at most ${ACTIVITY_RANGE_DAYS} days.`,
  })
export type ActivityQuery = z.infer<typeof ActivityQuery>
