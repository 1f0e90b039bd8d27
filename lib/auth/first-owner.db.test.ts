import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { startBench } from '../jobs/testing/job-store-bench.ts'
import { readMe } from '../read/me.ts'
import { readProjects } from '../read/projects.ts'
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
  await expect(signIn(owner.email, 'a long password')).rejects.toThrow(/^TooManyAttempts\.\d+$/)
})
