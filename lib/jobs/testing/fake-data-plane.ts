// A test double of the data plane: an HTTP server that follows lib/contracts/control-api.ts (every answer is
// parsed with it) and moves no data. Stages change only when a test says so.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { z } from 'zod'
import type { ClusterFacts, Finding } from '../../contracts/control-api.ts'
import * as contract from '../../contracts/control-api.ts'
import type { ErrorCode } from '../../errors/catalogue.ts'
import { CATALOGUE } from '../../errors/catalogue.ts'
import type { Stage } from '../../migration/stage.ts'
import { nextStage } from '../../migration/stage.ts'
import { verificationFacts } from './verification-facts.ts'

type Facts = z.infer<typeof contract.MigrationFacts>
type Refusal = { code: ErrorCode; message: string }

const refuse = (code: ErrorCode, message: string): Refusal => ({ code, message })
const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'code' in value

function newFacts(id: string, sourceId: string, targetId: string): Facts {
  return {
    id, sourceId, targetId,
    stage: 'preparing',
    condition: { kind: 'running' },
    servingSide: 'source',
    startedAt: Date.now(),
    syncStartedAt: null, syncEndsAt: null, stopRequestedAt: null, endedAt: null, failure: null,
    copy: { total: 100, copied: 0, ratePerS: 0, timeLeftMs: null },
    collections: [],
    sync: { lagMs: null, lagEntries: 0, acceptPerS: 0, applyPerS: 0, heartbeatAt: null },
    cutover: { attempts: 0, heldMs: null, lastRefusal: null },
    notes: [],
    loadedOnSource: null,
    verification: null,
  }
}

export type FakeDataPlane = Awaited<ReturnType<typeof startFakeDataPlane>>

/** Starts the double on a free port. Its fields are what a test reads and turns. */
export async function startFakeDataPlane(token: string) {
  const state = {
    clusters: new Map<string, ClusterFacts>(),
    migrations: new Map<string, Facts>(),
    findings: [] as Finding[],
    /** What a report names as differing. */
    samples: [] as z.infer<typeof contract.Difference>[],
    probe: { engine: { kind: 'milvus', version: '2.3.5' }, problem: null, collections: 3 } as z.infer<typeof contract.ProbeResult>,
    /** Requests taken, as `METHOD path`. */
    calls: [] as string[],
    /** What the newest request of each kind said, by `METHOD path`. */
    bodies: new Map<string, unknown>(),
    /** Refuses the calls that match, until it is null again. */
    refuse: null as ((call: string) => Refusal | null) | null,
    /** Takes matching calls and then breaks the connection instead of answering. */
    loseAnswer: null as ((call: string) => boolean) | null,
    /** Keeps back the answers of matching calls until the promise resolves; what they say is of before. */
    hold: null as ((call: string) => Promise<void> | undefined) | null,
    /** The state that a new cluster has. */
    newClusterState: 'running' as ClusterFacts['state'],
  }

  function putCluster(id: string, body: unknown) {
    const { driver } = contract.ClusterSpec.parse(body)
    const known = state.clusters.get(id)
    if (known !== undefined) return known
    const running = state.newClusterState === 'running'
    const facts: ClusterFacts = {
      id, driver,
      state: state.newClusterState,
      reason: null,
      endpoint: `http://127.0.0.1:${19_000 + state.clusters.size}`,
      engine: running ? { kind: 'lite', version: '3.2.2' } : null,
      policy: 'open',
      migrationId: null,
      entities: null,
    }
    state.clusters.set(id, facts)
    return facts
  }

  function putMigration(id: string, body: unknown) {
    const { sourceId, targetId } = contract.MigrationSpec.parse(body)
    const known = state.migrations.get(id)
    if (known === undefined) state.migrations.set(id, newFacts(id, sourceId, targetId))
    return state.migrations.get(id)
  }

  function turn(id: string, event: 'stop' | 'cancel') {
    const facts = state.migrations.get(id)
    if (facts === undefined) return refuse('migration.not_found', `no migration ${id}`)
    if (event === 'stop' && facts.stopRequestedAt !== null) return {}
    const transition = nextStage(facts.stage, event)
    if (!transition.ok) return refuse('migration.not_allowed', transition.reason)
    const ends = transition.stage === 'cancelled' ? { endedAt: Date.now() } : { stopRequestedAt: Date.now() }
    state.migrations.set(id, { ...facts, stage: transition.stage, ...ends })
    return {}
  }

  function verify(id: string, wish: 'start' | 'cancel', path: string) {
    const facts = state.migrations.get(id)
    if (facts === undefined) return refuse('migration.not_found', `no migration ${id}`)
    const last = facts.verification
    if (path.endsWith('/resync')) return verified(facts, last && { ...last, resynced: last.differing })
    if (wish === 'cancel') return verified(facts, last && { ...last, state: 'cancelled', endedAt: Date.now() })
    return verified(facts, verificationFacts({ state: 'running', trigger: 'user', verdict: null, endedAt: null, startedAt: Date.now(), compared: 0 }))
  }

  function verified(facts: Facts, verification: Facts['verification']): Facts {
    const next = contract.MigrationFacts.parse({ ...facts, verification })
    state.migrations.set(facts.id, next)
    return next
  }

  function reportOf(id: string) {
    const facts = state.migrations.get(id)
    if (facts?.verification == null) return refuse('request.not_found', 'no verification yet')
    const { sourceId, targetId, verification } = facts
    return contract.VerificationReport.parse({ migrationId: id, sourceId, targetId, verification, samples: state.samples })
  }

  function answer(method: string, path: string, body: unknown): unknown {
    const [, , kind, id = '', verb] = path.split('/')
    const route = `${method} ${kind}${id === '' ? '' : '/:id'}${verb === undefined ? '' : `/${verb}`}`
    switch (route) {
      case 'GET health':
        return { version: '0', startedAt: 0, embedded: { available: true, reason: null } }
      case 'GET clusters':
        return contract.ClusterList.parse({ clusters: [...state.clusters.values()] })
      case 'PUT clusters/:id':
        return contract.ClusterFacts.parse(putCluster(id, body))
      case 'DELETE clusters/:id':
        return state.clusters.delete(id) ? {} : refuse('cluster.not_found', `no cluster ${id}`)
      case 'GET clusters/:id/metrics':
        return { endpoint: [], contents: [] }
      case 'PUT clusters/:id/after-life':
        return {}
      case 'POST probe':
        return contract.ProbeResult.parse(state.probe)
      case 'POST prechecks':
        return contract.PrecheckResult.parse({ findings: state.findings, databases: 1, collections: 1, entities: 100 })
      case 'GET migrations':
        return contract.MigrationList.parse({ migrations: [...state.migrations.values()] })
      case 'GET migrations/:id':
        return state.migrations.get(id) ?? refuse('migration.not_found', `no migration ${id}`)
      case 'PUT migrations/:id':
        return putMigration(id, body)
      case 'POST migrations/:id/stop':
      case 'POST migrations/:id/cancel':
        return turn(id, verb === 'stop' ? 'stop' : 'cancel')
      case 'POST migrations/:id/verification':
      case 'DELETE migrations/:id/verification':
        return verify(id, method === 'POST' ? 'start' : 'cancel', path)
      case 'GET migrations/:id/verification':
        return reportOf(id)
      default:
        return refuse('request.not_found', route)
    }
  }

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const path = request.url ?? ''
      const call = `${request.method} ${path}`
      state.calls.push(call)
      if (text !== '') state.bodies.set(call, JSON.parse(text))
      const refusal =
        request.headers.authorization === `Bearer ${token}`
          ? (state.refuse?.(call) ?? null)
          : refuse('request.unauthorized', 'wrong token')
      const reply = refusal ?? answer(request.method ?? '', path, text === '' ? undefined : JSON.parse(text))
      if (state.loseAnswer?.(call)) return void response.destroy()
      const status = isRefusal(reply) ? CATALOGUE[reply.code].http : 200
      const body = JSON.stringify(isRefusal(reply) ? { error: reply } : reply)
      const send = () => void response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      const held = state.hold?.(call)
      if (held === undefined) send()
      else void held.then(send)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Changes what the double reports of a migration. */
    report(id: string, change: Partial<Facts> & { lagMs?: number }) {
      const facts = state.migrations.get(id)
      if (facts === undefined) throw new Error(`the double has no migration ${id}`)
      const { lagMs, ...rest } = change
      state.migrations.set(id, { ...facts, ...rest, sync: { ...facts.sync, ...(lagMs === undefined ? {} : { lagMs }) } })
    },
    stageOf: (id: string): Stage | undefined => state.migrations.get(id)?.stage,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
