// A move under writes, as the tests of the whole engine need it: two clusters on a data plane, a pymilvus
// client that writes at full speed, a judge that shares no code with the product.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { judge, type Judgement } from '../../e2e/support/judge.ts'
import { startWriter, type Writer } from '../../e2e/support/writer.ts'
import type { ClusterFacts, ClusterSpec, MigrationFacts } from '../../lib/contracts/control-api.ts'
import type { DataPlaneProcess } from './data-plane-process.ts'
import { litePython } from './python-env.ts'

export const TOKEN = 'token-of-the-clusters'

export type Move = { source: ClusterFacts; target: ClusterFacts; writer: Writer; log: string; python: string; token: string }

/** Registers or makes both clusters and starts to write to the source. */
export async function beginMove(
  plane: DataPlaneProcess,
  specs: { source: ClusterSpec; target: ClusterSpec; python?: string; collections?: string[]; threads?: number; seed?: number },
): Promise<Move> {
  const source = await plane.putCluster('source', specs.source)
  const target = await plane.putCluster('target', specs.target)
  const python = specs.python ?? litePython()
  const log = path.join(plane.dir, `book-${specs.seed ?? 1}.jsonl`)
  const writer = await startWriter({
    python,
    uri: source.endpoint,
    token: TOKEN,
    log,
    threads: specs.threads ?? 6,
    seed: specs.seed ?? 1,
    ...(specs.collections && { collections: specs.collections }),
  })
  return { source, target, writer, log, python, token: TOKEN }
}

export const EMBEDDED: ClusterSpec = { driver: 'embedded', token: TOKEN }

/** Starts the migration `id` between the two clusters. */
export async function startMigration(plane: DataPlaneProcess, id = 'move'): Promise<void> {
  await plane.api('PUT', `/v1/migrations/${id}`, { sourceId: 'source', targetId: 'target' })
}

export function isSyncing(facts: MigrationFacts): boolean {
  if (facts.failure) throw new Error(`the migration failed: ${facts.failure.message}`)
  return facts.stage === 'syncing'
}

export function isCompleted(facts: MigrationFacts): boolean {
  if (facts.failure) throw new Error(`the migration failed: ${facts.failure.message}`)
  if (facts.stage === 'syncing' && facts.cutover.lastRefusal) throw new Error(`data sync was given back: ${facts.cutover.lastRefusal}`)
  return facts.stage === 'completed'
}

/** Stops the sync and sends the writer to the target. */
export async function cutOver(plane: DataPlaneProcess, move: Move, id = 'move'): Promise<MigrationFacts> {
  await plane.api('POST', `/v1/migrations/${id}/stop`, { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
  const facts = await plane.until(id, isCompleted, 120_000)
  move.writer.switchTo(move.target.endpoint, move.token)
  return facts
}

/** Loads what the writer's collections are on a cluster, so that they can be read and deleted from by expression. */
export async function loadCollections(move: Move, at: ClusterFacts): Promise<void> {
  const program = 'import sys\nfrom pymilvus import connections, utility, Collection\nconnections.connect("default", uri=sys.argv[1], token=sys.argv[2])\nfor name in utility.list_collections(): Collection(name).load()'
  await promisify(execFile)(move.python, ['-W', 'ignore', '-c', program, at.endpoint, move.token])
}

/** What the judge says of the target (and of the source, which the writer left). */
export async function judgeMove(move: Move): Promise<Judgement> {
  await loadCollections(move, move.target)
  return judge({ python: move.python, log: move.log, clusters: { target: { uri: move.target.endpoint, token: move.token } } })
}

/** The verdict that every test of a move wants: nothing lost, nothing wrong, nothing invented. */
export const FLAWLESS = { lost: 0, wrong: 0, invented: 0 }

const run = promisify(execFile)

/** Entities of a collection that the writer leaves alone. */
export async function fill(move: Pick<Move, 'python' | 'token'>, at: ClusterFacts, entities: number, dim = 32): Promise<void> {
  await run(move.python, ['-W', 'ignore', path.join(import.meta.dirname, 'fill.py'), at.endpoint, move.token, String(entities), String(dim)])
}

/** What a cluster holds of them. */
export async function checkFill(move: Pick<Move, 'python' | 'token'>, at: ClusterFacts, entities: number, dim = 32) {
  const args = ['-W', 'ignore', path.join(import.meta.dirname, 'check_fill.py'), at.endpoint, move.token, String(entities), String(dim)]
  const { stdout } = await run(move.python, args)
  return JSON.parse(stdout) as { expected: number; found: number; wrong: number; total: number }
}
