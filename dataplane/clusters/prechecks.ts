// Gives the prechecks what they look at: clients of both clusters, what the gateway has seen, and the machine's room.
import fs from 'node:fs/promises'
import os from 'node:os'
import type { Engine, PrecheckResult } from '../../lib/contracts/control-api.ts'
import type { Gateway } from '../gateway/ports.ts'
import type { Room } from '../precheck/check.ts'
import { runChecks, type PrecheckOptions } from '../precheck/run-checks.ts'
import type { Clusters } from './clusters.ts'

/** What the embedded driver runs, before there is a cluster to ask. */
const EMBEDDED: Engine = { kind: 'lite', version: '3.2.2' }

type Request = { sourceId: string; targetId?: string | undefined; targetDriver?: 'embedded' | 'endpoint' | undefined }

/** A function that prechecks a pair of clusters. `dir` is on the disk that takes the journals and the embedded clusters. */
export function prechecks(parts: { clusters: Clusters; gateway: Gateway; dir: string }): (request: Request, options: PrecheckOptions) => Promise<PrecheckResult> {
  const { clusters, gateway, dir } = parts
  return async ({ sourceId, targetId, targetDriver }, options) => {
    const source = clusters.get(sourceId)
    const target = targetId === undefined ? undefined : clusters.get(targetId)
    const sides = { source: source.connect('The source cluster'), target: target?.connect('The target cluster') }
    const isRegistered = (side: 'source' | 'target') => (side === 'source' ? source : target)?.record.driver === 'endpoint'
    try {
      return await runChecks(
        {
          ...sides,
          lookAtSource: () => source.look(),
          lookAtTarget: (sourceEngine) => (target ? target.look() : Promise.resolve(targetDriver === 'embedded' ? EMBEDDED : sourceEngine)),
          targetIsEmbedded: target ? !isRegistered('target') : targetDriver === 'embedded',
          sourceIsRegistered: isRegistered('source'),
          isRegistered,
          sourceUse: () => gateway.useOf(sourceId),
          room: () => roomOf(dir),
        },
        options,
      )
    } finally {
      sides.source.close()
      sides.target?.close()
    }
  }
}

async function roomOf(dir: string): Promise<Room> {
  const disk = await fs.statfs(dir).then(({ bavail, bsize }) => bavail * bsize, () => undefined)
  return { memory: os.freemem(), disk }
}
