import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { runningCluster, startBench } from '../jobs/testing/job-store-bench.ts'
import { deleteCluster } from '../clusters/change-cluster.ts'
import { createProject, deleteProject, renameProject } from '../projects/change-projects.ts'
import { readOrganizationMembers, readProjectMembers } from '../read/members.ts'
import { readMe } from '../read/me.ts'
import { readProjects } from '../read/projects.ts'
import { createCluster } from '../clusters/create-cluster.ts'
import { NewCluster } from '../contracts/console-requests.ts'
import { newClusterForm, newRequestId } from '../jobs/testing/job-store-bench.ts'
import { work } from '../jobs/work.ts'
import { OrganizationMemberList, ProjectMemberList } from '../contracts/organization-api.ts'
import { changeMemberRole, changeProjectRole, removeMember, removeProjectMember } from './change-members.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const roleOf = async (userId: string) => (await db().organizationMember.findFirst({ where: { userId } }))?.role ?? null
const organizationOf = async (projectId: string) => (await db().project.findUniqueOrThrow({ where: { id: projectId } })).organizationId

describe('the owners of an organization', () => {
  it('the last owner is neither removed nor given another role', async () => {
    const { owner } = await bench.newProject()
    await expect(changeMemberRole(owner, { userId: owner.id, role: 'member' })).rejects.toMatchObject({ code: 'member.last_owner' })
    await expect(removeMember(owner, { userId: owner.id })).rejects.toMatchObject({ code: 'member.last_owner' })
    expect(await roleOf(owner.id)).toBe('owner')
  })

  it('of two owners who take each other the role away at once, one stays', async () => {
    for (let round = 0; round < 10; round++) {
      const { owner, newPerson, projectId } = await bench.newProject()
      const other = await newPerson({ organization: 'owner' })
      const results = await Promise.allSettled([
        changeMemberRole(owner, { userId: other.id, role: 'member' }),
        removeMember(other, { userId: owner.id }),
      ])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await db().organizationMember.count({ where: { organizationId: await organizationOf(projectId), role: 'owner' } })).toBe(1)
    }
  })

  it('of two owners who both leave at once, one stays', async () => {
    for (let round = 0; round < 10; round++) {
      const { owner, newPerson } = await bench.newProject()
      const other = await newPerson({ organization: 'owner' })
      const results = await Promise.allSettled([removeMember(owner, { userId: owner.id }), removeMember(other, { userId: other.id })])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect([await roleOf(owner.id), await roleOf(other.id)].filter((role) => role === 'owner')).toHaveLength(1)
    }
  })
})

describe('the members of an organization', () => {
  it('a new role counts at the next request, and whoever is removed sees nothing any more', async () => {
    const { owner, newPerson, projectId } = await bench.newProject()
    const admin = await newPerson({ project: 'admin' })
    const person = await newPerson({ project: 'read_only' })
    await changeMemberRole(owner, { userId: person.id, role: 'owner' })
    expect((await readMe(person)).organization.permissions).toContain('organization.members')
    await removeMember(owner, { userId: person.id })
    await expect(readMe(person)).rejects.toMatchObject({ code: 'request.forbidden' })
    await expect(readProjectMembers(person, projectId)).rejects.toMatchObject({ code: 'request.forbidden' })
    expect((await readProjectMembers(admin, projectId)).members.map(({ userId }) => userId)).not.toContain(person.id)
  })

  it('are seen by all of them, the projects of others by owners alone', async () => {
    const { owner, newPerson, projectId } = await bench.newProject()
    await newPerson({ project: 'admin' })
    const outsider = await newPerson({ project: null })
    const asOwner = OrganizationMemberList.parse(await readOrganizationMembers(owner))
    expect(asOwner.members.flatMap(({ projects }) => projects)).toMatchObject([{ projectId, role: 'admin' }])
    const asMember = await readOrganizationMembers(outsider)
    expect(asMember.members).toHaveLength(3)
    expect(asMember.members.flatMap(({ projects }) => projects)).toEqual([])
  })

  it('people of another organization are neither seen nor changed', async () => {
    const { owner } = await bench.newProject()
    const stranger = (await bench.newProject()).owner
    await expect(removeMember(owner, { userId: stranger.id })).rejects.toMatchObject({ code: 'request.not_found' })
    await expect(changeMemberRole(owner, { userId: stranger.id, role: 'member' })).rejects.toMatchObject({ code: 'request.not_found' })
  })
})

describe('the members of a project', () => {
  it('its last Project Admin is neither removed nor given another role, also not with the whole membership', async () => {
    const { owner, newPerson, projectId } = await bench.newProject()
    const admin = await newPerson({ project: 'admin' })
    await expect(removeProjectMember(owner, { projectId, userId: admin.id })).rejects.toMatchObject({ code: 'member.last_admin' })
    await expect(changeProjectRole(owner, { projectId, userId: admin.id, role: 'read_only' })).rejects.toMatchObject({ code: 'member.last_admin' })
    await expect(removeMember(owner, { userId: admin.id })).rejects.toMatchObject({ code: 'member.last_admin', publicMessage: expect.stringContaining('Default Project') })
    await newPerson({ project: 'admin' })
    await removeMember(owner, { userId: admin.id })
    expect(await roleOf(admin.id)).toBeNull()
  })

  it('of two admins who take each other the role away at once, one stays', async () => {
    for (let round = 0; round < 10; round++) {
      const { newPerson, projectId } = await bench.newProject()
      const [a, b] = [await newPerson({ project: 'admin' }), await newPerson({ project: 'admin' })]
      const results = await Promise.allSettled([
        removeProjectMember(a, { projectId, userId: b.id }),
        changeProjectRole(b, { projectId, userId: a.id, role: 'read_write' }),
      ])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await db().projectMember.count({ where: { projectId, role: 'admin' } })).toBe(1)
    }
  })

  it('who loses a project stays in the organization', async () => {
    const { newPerson, projectId } = await bench.newProject()
    const [admin, person] = [await newPerson({ project: 'admin' }), await newPerson({ project: 'read_write' })]
    await removeProjectMember(admin, { projectId, userId: person.id })
    expect(await roleOf(person.id)).toBe('member')
    expect((await readProjects(person)).projects).toEqual([])
    ProjectMemberList.parse(await readProjectMembers(admin, projectId))
  })
})

describe('projects', () => {
  it('are deleted when they are empty, with the name typed in; the name is free again', async () => {
    const { owner } = await bench.newProject()
    const { projectId } = await createProject(owner, { name: 'Songs' })
    const clusterId = await runningCluster(owner, projectId, 'books')
    await expect(deleteProject(owner, { projectId, confirmName: 'song' })).rejects.toMatchObject({ details: { field: 'confirmName' } })
    await expect(deleteProject(owner, { projectId, confirmName: 'Songs' })).rejects.toMatchObject({ code: 'project.not_deletable' })
    await deleteCluster(owner, { clusterId, confirmName: 'books' })
    await work()
    await deleteProject(owner, { projectId, confirmName: 'Songs' })
    expect((await readProjects(owner)).projects.map(({ name }) => name)).toEqual(['Default Project'])
    await expect(runningCluster(owner, projectId, 'late')).rejects.toMatchObject({ code: 'request.not_found' })
    await createProject(owner, { name: 'Songs' })
    await expect(createProject(owner, { name: 'Songs' })).rejects.toMatchObject({ details: { field: 'name' } })
  })

  it('a cluster that is made while its project is deleted never ends up in a deleted project', async () => {
    for (let round = 0; round < 10; round++) {
      const { owner } = await bench.newProject()
      const { projectId } = await createProject(owner, { name: 'Songs' })
      const cluster = NewCluster.parse(newClusterForm(projectId, 'books'))
      await Promise.allSettled([
        createCluster(owner, { requestId: newRequestId(), cluster }),
        deleteProject(owner, { projectId, confirmName: 'Songs' }),
      ])
      const project = await db().project.findUniqueOrThrow({ where: { id: projectId }, include: { clusters: true } })
      expect(project.deletedAt === null).toBe(project.clusters.length === 1)
    }
  })

  it('the Default Project is neither renamed nor deleted', async () => {
    const { owner, projectId } = await bench.newProject()
    await expect(deleteProject(owner, { projectId, confirmName: 'Default Project' })).rejects.toMatchObject({ code: 'project.not_deletable' })
    await expect(renameProject(owner, { projectId, name: 'Mine' })).rejects.toMatchObject({ code: 'project.not_deletable' })
  })

  it('two of one name are refused, whatever makes them', async () => {
    const { owner } = await bench.newProject()
    const { projectId } = await createProject(owner, { name: 'Songs' })
    await createProject(owner, { name: 'Books' })
    await expect(renameProject(owner, { projectId, name: 'Books' })).rejects.toMatchObject({ code: 'request.invalid', details: { field: 'name' } })
    await renameProject(owner, { projectId, name: 'Poems' })
    expect((await readProjects(owner)).projects.map(({ name }) => name)).toEqual(['Default Project', 'Poems', 'Books'])
  })
})
