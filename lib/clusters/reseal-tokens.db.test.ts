import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '../db/client.ts'
import type { Bench } from '../jobs/testing/job-store-bench.ts'
import { runningCluster, startBench } from '../jobs/testing/job-store-bench.ts'
import { tokenOf } from './cluster-secrets.ts'
import { resealTokens } from './reseal-tokens.ts'
import { tokenCipher } from './token-cipher.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const OLD = 'a key of the tests only'
const NEW = 'another key of the tests'

it('all tokens are sealed with the new key, or none where the old one does not fit', async () => {
  const { projectId, owner } = await bench.newProject()
  const ids = [await runningCluster(owner, projectId, 'a'), await runningCluster(owner, projectId, 'b')]
  const rows = () => db().cluster.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } })
  const before = await rows()
  const tokens = before.map(tokenOf)
  await expect(resealTokens({ from: 'not the key at all', to: NEW })).rejects.toMatchObject({ code: 'store.damaged' })
  await expect(resealTokens({ from: OLD, to: 'short' })).rejects.toMatchObject({ code: 'config.invalid' })
  expect((await rows()).map(tokenOf)).toEqual(tokens)

  expect(await resealTokens({ from: OLD, to: NEW })).toBe(2)
  const after = await rows()
  expect(after.map(({ id, tokenEncrypted }) => tokenCipher(NEW).open(tokenEncrypted, id))).toEqual(tokens)
  expect(() => tokenOf(after[0]!)).toThrow('SECRETS_KEY')
})
