import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { addMember, createProject } from '../projects/change-projects.ts'
import { readMe } from '../read/me.ts'
import { readMembers, readProjects } from '../read/projects.ts'
import { createFirstOwner, isFirstRun } from './first-owner.ts'
import { authOptions } from './options.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const person = (email: string) => ({ name: 'Ada', email, password: 'a long password', organization: 'Books Inc' })

const theOwner = () => db().user.findFirstOrThrow({ where: { organizations: { some: { role: 'owner' } } } })

type Authorize = (credentials: { email: string; password: string }) => Promise<{ id: string } | null>
const signIn = (email: string, password: string) => {
  const provider = authOptions().providers[0] as unknown as { options: { authorize: Authorize } }
  return provider.options.authorize({ email, password })
}

it('of two who set the console up at once, one becomes the owner; later nobody does', async () => {
  expect(await isFirstRun()).toBe(true)
  const results = await Promise.allSettled([createFirstOwner(person('a@example.com')), createFirstOwner(person('b@example.com'))])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await isFirstRun()).toBe(false)
  await expect(createFirstOwner(person('c@example.com'))).rejects.toMatchObject({ code: 'request.forbidden' })

  const owner = await theOwner()
  expect((await readMe(owner)).organization).toMatchObject({ name: 'Books Inc', role: 'owner' })
  expect((await readProjects(owner)).projects.map(({ name }) => name)).toEqual(['Default Project'])
})

it('signs in with the right password only, in any case of the address, and pauses guessing', async () => {
  const owner = await theOwner()
  expect(await signIn(owner.email.toUpperCase(), 'a long password')).toMatchObject({ id: owner.id })
  expect(await signIn('nobody@example.com', 'a long password')).toBeNull()
  for (let attempt = 0; attempt < 10; attempt++) expect(await signIn(owner.email, 'wrong')).toBeNull()
  await expect(signIn(owner.email, 'a long password')).rejects.toThrow('TooManyAttempts')
})

it('a member who is added can sign in, sees the project and no other, and may look only', async () => {
  const owner = await theOwner()
  const { projectId } = await createProject(owner, { name: 'Songs' })
  await expect(createProject(owner, { name: 'Songs' })).rejects.toMatchObject({ details: { field: 'name' } })
  const member = { projectId, email: 'm@example.com', name: 'Mia', password: 'another password', organizationRole: 'member' as const }
  await addMember(owner, { ...member, projectRole: 'read_only' })
  const user = await db().user.findUniqueOrThrow({ where: { email: 'm@example.com' } })
  expect(await signIn('m@example.com', 'another password')).toMatchObject({ id: user.id })
  const { projects } = await readProjects(user)
  expect(projects).toMatchObject([{ id: projectId, role: 'read_only', permissions: ['project.view', 'cluster.view', 'migration.view'] }])
  await expect(addMember(user, { ...member, email: 'x@example.com', projectRole: 'admin' })).rejects.toMatchObject({ code: 'request.forbidden' })
  await expect(createProject(user, { name: 'Mine' })).rejects.toMatchObject({ code: 'request.forbidden' })
})

it('a project admin adds members, but no owners; a new role counts at once', async () => {
  const owner = await theOwner()
  const project = (await readProjects(owner)).projects.find(({ name }) => name === 'Songs')
  const projectId = project?.id ?? ''
  const mia = await db().user.findUniqueOrThrow({ where: { email: 'm@example.com' } })
  const again = { projectId, email: mia.email, name: 'Other', password: 'changed password', organizationRole: 'member' as const }
  await addMember(owner, { ...again, projectRole: 'admin' })
  const next = { ...again, email: 'n@example.com', projectRole: 'read_write' as const }
  await expect(addMember(mia, { ...next, organizationRole: 'owner' })).rejects.toMatchObject({ code: 'request.forbidden' })
  await addMember(mia, next)
  expect(await signIn('m@example.com', 'changed password')).toBeNull()
  expect((await readMembers(mia, projectId)).members.map(({ email, projectRole }) => [email, projectRole])).toEqual(
    expect.arrayContaining([['m@example.com', 'admin'], ['n@example.com', 'read_write']]),
  )
})
