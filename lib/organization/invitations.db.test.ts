import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { passwordFits } from '../auth/password.ts'
import { OrganizationMemberList } from '../contracts/organization-api.ts'
import { db } from '../db/client.ts'
import { newId } from '../db/new-id.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { deliverMail } from '../mail/deliver-mail.ts'
import type { SessionUser } from '../permissions/access.ts'
import { readOrganizationMembers, readProjectMembers } from '../read/members.ts'
import { readProjects } from '../read/projects.ts'
import { acceptInvitation, describeInvitation, joinByInvitation } from './accept-invitation.ts'
import { copyInvitationLink, resendInvitation, revokeInvitation } from './change-invitation.ts'
import { removeMember } from './change-members.ts'
import { sendTestMessage } from './change-settings.ts'
import { tokenHash } from './invitation-link.ts'
import { inviteMembers, inviteToProject } from './invite.ts'

let bench: Bench
let smtp: SMTPServer
const received: ParsedMail[] = []
let refusing = false

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refusing ? new Error('mailbox busy') : null),
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        received.push(mail)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  bench = await startBench({ SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}` })
})
afterAll(async () => {
  await bench.stop()
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
})
beforeEach(() => {
  received.length = 0
  refusing = false
})

const newEmail = () => `${randomBytes(5).toString('hex')}@example.com`
const PASSWORD = 'a long password'

/** The tokens in the mails that were received, by recipient, oldest first. */
async function mailedTokens(email: string): Promise<string[]> {
  await deliverMail()
  const mine = received.filter(({ to }) => (to as { text: string }).text === email)
  return mine.map(({ text }) => text?.match(/http:\/\/console\.test\/invitations\/(\S+)/)?.[1] ?? 'no link')
}
const mailedToken = async (email: string): Promise<string> => (await mailedTokens(email)).at(-1) ?? 'no mail'

const pendingOf = async (user: SessionUser) => OrganizationMemberList.parse(await readOrganizationMembers(user)).invitations

async function invited(role: 'owner' | 'billing_admin' | 'member' = 'member') {
  const bed = await bench.newProject()
  const email = newEmail()
  await inviteMembers(bed.owner, { emails: [email], role, projects: [{ projectId: bed.projectId, role: 'read_write' }] })
  const [pending] = await pendingOf(bed.owner)
  return { ...bed, email, invitationId: pending?.id ?? '' }
}

describe('an invitation by mail', () => {
  it('says in HTML and text who invites whom to what and until when, and links to this console', async () => {
    const { owner, email } = await invited()
    const token = await mailedToken(email)
    const [mail] = received
    for (const part of [mail?.text ?? '', String(mail?.html)])
      for (const said of ['Organization Member', 'Project Read-Write', 'Default Project', owner.name, email, `http://console.test/invitations/${token}`])
        expect(part).toContain(said)
    expect(String(mail?.html)).not.toContain('Choose which mails')
    expect(await describeInvitation(token)).toMatchObject({ email, hasAccount: false, organizationName: 'Test' })
  })

  it('no token is stored anywhere, only its SHA-256', async () => {
    const { email, invitationId, owner } = await invited()
    const token = await mailedToken(email)
    const { link } = await copyInvitationLink(owner, { invitationId })
    const copied = link.split('/').at(-1) ?? ''
    const { tokenHashes } = await db().invitation.findUniqueOrThrow({ where: { id: invitationId } })
    expect([...tokenHashes].sort()).toEqual([tokenHash(token), tokenHash(copied)].sort())
    const stored = JSON.stringify([await db().outbox.findMany(), await db().invitation.findMany(), (await db().activity.findMany()).map(({ message }) => message)])
    expect(stored).not.toContain(token)
    expect(stored).not.toContain(copied)
  })

  it('a new person sets name and password, and has the roles', async () => {
    const { email, owner, projectId } = await invited('billing_admin')
    await joinByInvitation({ token: await mailedToken(email), name: 'Mia', password: PASSWORD })
    const mia = await db().user.findUniqueOrThrow({ where: { email }, include: { organizations: true } })
    expect(mia).toMatchObject({ name: 'Mia', organizations: [{ role: 'billing_admin' }] })
    expect(await passwordFits(PASSWORD, mia.passwordHash)).toBe(true)
    expect((await readProjects(mia)).projects).toMatchObject([{ id: projectId, role: 'read_write' }])
    expect(await pendingOf(owner)).toEqual([])
  })

  it('is accepted once, also by two requests at once', async () => {
    const { email } = await invited()
    const token = await mailedToken(email)
    const join = (name: string) => joinByInvitation({ token, name, password: PASSWORD })
    const results = await Promise.allSettled([join('Mia'), join('Mona')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(join('Maya')).rejects.toMatchObject({ code: 'invitation.not_valid' })
    expect(await db().user.count({ where: { email } })).toBe(1)
  })

  it('an existing account accepts it, no other account does, and it sets no password', async () => {
    const { owner, newPerson, projectId } = await bench.newProject()
    const person = await newPerson({})
    await removeMember(owner, { userId: person.id })
    await inviteMembers(owner, { emails: [person.email], role: 'member', projects: [{ projectId, role: 'admin' }] })
    const token = await mailedToken(person.email)
    expect(await describeInvitation(token)).toMatchObject({ hasAccount: true })
    await expect(joinByInvitation({ token, name: 'X', password: PASSWORD })).rejects.toMatchObject({ code: 'invitation.not_valid' })
    await expect(acceptInvitation(owner, { token })).rejects.toMatchObject({ publicMessage: expect.stringContaining(person.email) })
    await acceptInvitation(person, { token })
    expect((await readProjects(person)).projects).toMatchObject([{ role: 'admin' }])
  })

  it('ends after 48 hours; sent again it has a new link and the old one is dead', async () => {
    const { email, owner, invitationId } = await invited()
    const old = await mailedToken(email)
    const { expiresAt } = await db().invitation.findUniqueOrThrow({ where: { id: invitationId } })
    expect(Math.abs(expiresAt.getTime() - Date.now() - 48 * 3_600_000)).toBeLessThan(60_000)
    await db().invitation.update({ where: { id: invitationId }, data: { expiresAt: new Date(Date.now() - 1) } })
    await expect(joinByInvitation({ token: old, name: 'Mia', password: PASSWORD })).rejects.toMatchObject({ code: 'invitation.not_valid' })
    await expect(copyInvitationLink(owner, { invitationId })).rejects.toMatchObject({ code: 'invitation.not_valid' })
    expect(await resendInvitation(owner, { invitationId })).toEqual({ mailed: true })
    expect(await describeInvitation(old)).toBeNull()
    expect(await describeInvitation(await mailedToken(email))).not.toBeNull()
  })

  it('revoked, its links lead nowhere and a mail that waits is not sent', async () => {
    const { email, owner, invitationId } = await invited()
    refusing = true
    await deliverMail()
    refusing = false
    await db().outbox.updateMany({ where: { invitationId }, data: { nextAttemptAt: new Date(0) } })
    const { link } = await copyInvitationLink(owner, { invitationId })
    await revokeInvitation(owner, { invitationId })
    expect(await mailedTokens(email)).toEqual([])
    expect(await describeInvitation(link.split('/').at(-1) ?? '')).toBeNull()
    await expect(resendInvitation(owner, { invitationId })).rejects.toMatchObject({ code: 'request.not_found' })
  })

  it('a mail server that refuses delays it; every mail that arrives has a link that works', async () => {
    const { email, invitationId } = await invited()
    refusing = true
    await deliverMail()
    refusing = false
    await db().outbox.updateMany({ where: { invitationId }, data: { nextAttemptAt: new Date(0) } })
    expect(await describeInvitation(await mailedToken(email))).not.toBeNull()
  })

  it('made-up and empty tokens lead nowhere', async () => {
    for (const token of ['', 'x', '{invitation-token}', 'a'.repeat(200)]) expect(await describeInvitation(token)).toBeNull()
  })
})

describe('inviting', () => {
  it('several people at once; an address that is invited again is invited once, with the new role', async () => {
    const { owner } = await bench.newProject()
    const emails = [newEmail(), newEmail()]
    await inviteMembers(owner, { emails, role: 'member', projects: [] })
    await inviteMembers(owner, { emails: emails.slice(0, 1), role: 'owner', projects: [] })
    const pending = await pendingOf(owner)
    expect(pending.map(({ email, role }) => [email, role]).sort()).toEqual([[emails[0], 'owner'], [emails[1], 'member']].sort())
  })

  it('a member is not invited again, and then nobody of the list is', async () => {
    const { owner, newPerson } = await bench.newProject()
    const emails = [newEmail(), (await newPerson({})).email]
    await expect(inviteMembers(owner, { emails, role: 'member', projects: [] })).rejects.toMatchObject({ details: { field: 'emails' } })
    expect(await pendingOf(owner)).toEqual([])
  })

  it('projects of another organization cannot be named', async () => {
    const { owner } = await bench.newProject()
    const other = await bench.newProject()
    const projects = [{ projectId: other.projectId, role: 'admin' as const }]
    await expect(inviteMembers(owner, { emails: [newEmail()], role: 'member', projects })).rejects.toMatchObject({ details: { field: 'projects' } })
  })

  it('to a project: members get access at once and without mail, others are invited as Organization Member', async () => {
    const { newPerson, projectId } = await bench.newProject()
    const admin = await newPerson({ project: 'admin' })
    const colleague = await newPerson({})
    const email = newEmail()
    const result = await inviteToProject(admin, { projectId, emails: [colleague.email, email], role: 'read_only' })
    expect(result).toEqual({ invited: [email], added: [colleague.email], mailed: true })
    expect((await readProjects(colleague)).projects).toMatchObject([{ id: projectId, role: 'read_only' }])
    const { invitations } = await readProjectMembers(admin, projectId)
    expect(invitations).toMatchObject([{ email, role: 'member', projects: [{ role: 'read_only' }], refusal: null }])
    await joinByInvitation({ token: await mailedToken(email), name: 'Mia', password: PASSWORD })
    expect(await mailedTokens(colleague.email)).toEqual([])
    await expect(inviteToProject(admin, { projectId, emails: [email], role: 'admin' })).rejects.toMatchObject({ details: { field: 'emails' } })
  })

  it('a Project Admin changes invitations to the own projects alone', async () => {
    const { owner, newPerson, projectId } = await bench.newProject()
    const organizationId = (await db().project.findUniqueOrThrow({ where: { id: projectId } })).organizationId
    const other = await db().project.create({ data: { id: newId.project(), name: 'Other', organizationId } })
    const admin = await newPerson({ project: 'admin' })
    const both = [projectId, other.id].map((id) => ({ projectId: id, role: 'read_only' as const }))
    await inviteMembers(owner, { emails: [newEmail()], role: 'member', projects: both })
    await inviteMembers(owner, { emails: [newEmail()], role: 'member', projects: both.slice(1) })
    const { invitations } = await readProjectMembers(admin, projectId)
    expect(invitations).toMatchObject([{ refusal: expect.stringContaining('Organization Owner'), projects: [{ projectId }] }])
    await expect(revokeInvitation(admin, { invitationId: invitations[0]?.id ?? '' })).rejects.toMatchObject({ code: 'request.forbidden' })
    const hidden = (await pendingOf(owner)).find(({ projects }) => projects.length === 1)
    await expect(copyInvitationLink(admin, { invitationId: hidden?.id ?? '' })).rejects.toMatchObject({ code: 'request.not_found' })
  })
})

describe('the test message', () => {
  it("really goes to the one who asks, and the server's answer is told", async () => {
    const { owner } = await bench.newProject()
    expect(await sendTestMessage(owner)).toMatchObject({ sent: true, recipient: owner.email, answer: expect.stringMatching(/^250 /) })
    expect(received).toHaveLength(1)
    refusing = true
    expect(await sendTestMessage(owner)).toMatchObject({ sent: false, answer: expect.stringContaining('mailbox busy') })
  })
})
