import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClusterSpec, MigrationFacts } from '../../lib/contracts/control-api.ts'
import { startDataPlaneProcess, type DataPlaneProcess } from '../testing/data-plane-process.ts'
import { EMBEDDED, isCompleted, isSyncing, TOKEN } from '../testing/moving.ts'
import { litePython } from '../testing/python-env.ts'
import { compareShapes } from '../testing/shapes.ts'

const run = promisify(execFile)
const LOCKED = 'Locked as the source of migration "move"'
const REFUSED = ['rename', 'alias', 'REST', 'no such collection', 'broken expression']

/** Writes in every way while the migration copies and again while it syncs; then both sides are compared. */
async function moveUnderEveryWrite(plane: DataPlaneProcess, on: { python: string; spec: (side: number) => ClusterSpec; token: string }) {
  const source = await plane.putCluster('source', on.spec(0))
  const target = await plane.putCluster('target', on.spec(1))
  const program = path.join(import.meta.dirname, '../testing/every_write.py')
  const write = async (what: string) => JSON.parse((await run(on.python, ['-W', 'ignore', program, what, source.endpoint, on.token])).stdout) as { refused: Record<string, string> }
  await write('prepare')
  await plane.api('PUT', '/v1/migrations/move', { sourceId: 'source', targetId: 'target' })
  await plane.until('move', ({ stage }: MigrationFacts) => stage === 'copying', 60_000)
  const refused = [(await write('copy')).refused]
  await plane.until('move', isSyncing, 120_000)
  refused.push((await write('sync')).refused)
  await plane.api('POST', '/v1/migrations/move/stop', { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
  await plane.until('move', isCompleted, 120_000)
  const found = await compareShapes({ uri: source.endpoint, token: on.token }, { uri: target.endpoint, token: on.token })
  return { refused, found }
}

let plane: DataPlaneProcess

beforeAll(async () => {
  plane = await startDataPlaneProcess()
})
afterAll(() => plane.stop())

test('after writes of every kind during copy and sync, a Lite target holds what the Lite source holds', async () => {
  const { refused, found } = await moveUnderEveryWrite(plane, { python: litePython(), spec: () => EMBEDDED, token: TOKEN })
  for (const one of refused) expect(Object.keys(one)).toEqual([...REFUSED, 'template'])
  for (const { rename, alias, REST } of refused) {
    for (const reason of [rename, alias]) expect(reason).toContain(LOCKED)
    expect(REST).toContain('/v2/vectordb/entities/insert is not available')
  }
  expect(found.differences).toEqual([])
  expect(found.entities).toBeGreaterThan(300)
})
