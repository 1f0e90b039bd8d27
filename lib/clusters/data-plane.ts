// The client of the control API. Every answer is parsed; every failure is an AppError: the data plane's
// own code where it gave one, dataplane.unreachable where it gave no answer in time.
import * as z from 'zod/mini'
import { consoleConfig } from '../config/console.ts'
import { ClusterMetrics } from '../contracts/cluster-metrics.ts'
import type { ClusterSpec, MigrationSpec } from '../contracts/control-api.ts'
import {
  ApiError,
  ClusterFacts,
  ClusterList,
  Health,
  MigrationFacts,
  MigrationList,
  PrecheckResult,
  ProbeResult,
} from '../contracts/control-api.ts'
import { AppError } from '../errors/app-error.ts'
import type { ErrorCode } from '../errors/catalogue.ts'
import { CATALOGUE } from '../errors/catalogue.ts'
import type { AfterLife } from '../migration/policy.ts'

const TIMEOUT_MS = 5_000
/** Prechecks and probes talk to Milvus servers, which may be slow or not there. */
const PATIENT_TIMEOUT_MS = 30_000

type Call = { method: 'GET' | 'PUT' | 'POST' | 'DELETE'; path: string; body?: unknown; timeoutMs?: number }

export type DataPlane = ReturnType<typeof createDataPlane>

function codeOf(code: string): ErrorCode {
  return Object.hasOwn(CATALOGUE, code) ? (code as ErrorCode) : 'internal.unexpected'
}

/** True for an answer that says the thing does not exist there. */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof AppError &&
    ['request.not_found', 'cluster.not_found', 'migration.not_found'].includes(error.code)
  )
}

/** A client for the data plane at `url`. */
export function createDataPlane(options: { url: string; token: string }) {
  const base = options.url.replace(/\/+$/, '')

  async function request(call: Call): Promise<Response> {
    try {
      return await fetch(`${base}${call.path}`, {
        method: call.method,
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal: AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS),
        cache: 'no-store',
      })
    } catch (cause) {
      throw new AppError(
        'dataplane.unreachable',
        'The data plane does not answer. It goes on by itself; what is shown here is its last report. Check that its process runs.',
        { cause },
      )
    }
  }

  async function send(call: Call): Promise<unknown> {
    const response = await request(call)
    const text = await response.text()
    const json: unknown = text === '' ? null : parseJson(text)
    if (response.ok) return json
    throw refusal(response.status, json)
  }

  /** The body of the answer, unread. */
  async function open(call: Call): Promise<ReadableStream<Uint8Array>> {
    const response = await request(call)
    if (response.ok && response.body !== null) return response.body
    throw refusal(response.status, parseJson(await response.text()))
  }

  async function ask<S extends z.core.$ZodType>(call: Call, schema: S): Promise<z.infer<S>> {
    const parsed = z.safeParse(schema, await send(call))
    if (parsed.success) return parsed.data
    throw new AppError('internal.unexpected', 'The data plane answered in a form that this console does not know. Run both in the same version.', {
      cause: parsed.error,
      details: { path: call.path },
    })
  }

  const tell = async (call: Call): Promise<void> => void (await send(call))

  return {
    health: () => ask({ method: 'GET', path: '/v1/health' }, Health),
    clusters: async () => (await ask({ method: 'GET', path: '/v1/clusters' }, ClusterList)).clusters,
    clusterMetrics: (id: string) => ask({ method: 'GET', path: `/v1/clusters/${id}/metrics` }, ClusterMetrics),
    putCluster: (id: string, spec: ClusterSpec) =>
      ask({ method: 'PUT', path: `/v1/clusters/${id}`, body: spec, timeoutMs: PATIENT_TIMEOUT_MS }, ClusterFacts),
    deleteCluster: (id: string) => tell({ method: 'DELETE', path: `/v1/clusters/${id}`, timeoutMs: PATIENT_TIMEOUT_MS }),
    setAfterLife: (id: string, afterLife: AfterLife) =>
      tell({ method: 'PUT', path: `/v1/clusters/${id}/after-life`, body: { afterLife } }),
    probe: (endpoint: { address: string; token: string; tls: boolean }) =>
      ask({ method: 'POST', path: '/v1/probe', body: endpoint, timeoutMs: PATIENT_TIMEOUT_MS }, ProbeResult),
    precheck: (request: { sourceId: string; targetId?: string; targetDriver?: 'embedded' | 'endpoint' }) =>
      ask({ method: 'POST', path: '/v1/prechecks', body: request, timeoutMs: PATIENT_TIMEOUT_MS }, PrecheckResult),
    migrations: async () => (await ask({ method: 'GET', path: '/v1/migrations' }, MigrationList)).migrations,
    migration: (id: string) => ask({ method: 'GET', path: `/v1/migrations/${id}` }, MigrationFacts),
    putMigration: (id: string, spec: MigrationSpec) => tell({ method: 'PUT', path: `/v1/migrations/${id}`, body: spec }),
    stopMigration: (id: string, request: { afterLife: AfterLife; acceptLag: boolean; acceptUnverified: boolean }) =>
      tell({ method: 'POST', path: `/v1/migrations/${id}/stop`, body: request }),
    cancelMigration: (id: string) => tell({ method: 'POST', path: `/v1/migrations/${id}/cancel` }),
    startVerification: (id: string) => tell({ method: 'POST', path: `/v1/migrations/${id}/verification` }),
    cancelVerification: (id: string) => tell({ method: 'DELETE', path: `/v1/migrations/${id}/verification` }),
    resyncDifferences: (id: string) =>
      tell({ method: 'POST', path: `/v1/migrations/${id}/verification/resync`, timeoutMs: PATIENT_TIMEOUT_MS }),
    /** The report as the data plane writes it (VerificationReport), to be passed on. */
    verificationReport: (id: string) =>
      open({ method: 'GET', path: `/v1/migrations/${id}/verification/report`, timeoutMs: PATIENT_TIMEOUT_MS }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function refusal(status: number, json: unknown): AppError {
  const parsed = ApiError.safeParse(json)
  if (!parsed.success)
    return new AppError('internal.unexpected', `The data plane answered with status ${status}.`, { details: { status } })
  return new AppError(codeOf(parsed.data.error.code), parsed.data.error.message)
}

const shared = globalThis as { __dataPlane?: DataPlane }

/** Makes this the data plane of this process. */
export function connectDataPlane(options: { url: string; token: string }): DataPlane {
  shared.__dataPlane = createDataPlane(options)
  return shared.__dataPlane
}

/** The configured data plane. */
export function dataPlane(): DataPlane {
  if (shared.__dataPlane !== undefined) return shared.__dataPlane
  const { DATA_PLANE_URL, DATA_PLANE_TOKEN } = consoleConfig()
  return connectDataPlane({ url: DATA_PLANE_URL, token: DATA_PLANE_TOKEN })
}
