import type { Tone } from '@/components/ui/badge'
import { PROVIDER_NAMES, REGIONS, type CuType, type Plan } from '@/lib/contracts/cluster-catalogue'
import type { Cluster, ClusterViewState } from '@/lib/contracts/console-api'

type StateWords = { label: string; tone: Tone; live?: boolean; meaning: string }

/** What a state is called and what it means to the one who looks at it. */
export const STATE_WORDS: Record<ClusterViewState, StateWords> = {
  creating: { label: 'Creating', tone: 'info', live: true, meaning: 'The cluster is being made.' },
  running: { label: 'Running', tone: 'ok', meaning: 'The cluster answers its clients.' },
  locked: {
    label: 'Locked',
    tone: 'warn',
    meaning: 'Source of a migration: reads and writes go on, it cannot be deleted and some operations are refused.',
  },
  migrating: { label: 'Migrating', tone: 'info', live: true, meaning: 'Existing data is being copied into this cluster.' },
  syncing: {
    label: 'Syncing',
    tone: 'info',
    live: true,
    meaning: 'Target of a migration: it follows its source, answers reads and refuses writes of others.',
  },
  unavailable: { label: 'Unavailable', tone: 'bad', meaning: 'The cluster does not answer just now.' },
  failed: { label: 'Failed', tone: 'bad', meaning: 'The cluster could not be started.' },
  deleting: { label: 'Deleting', tone: 'neutral', live: true, meaning: 'The cluster and its data are being removed.' },
}

export const CU_TYPE_NAMES: Record<CuType, string> = {
  performance: 'Performance-optimized',
  capacity: 'Capacity-optimized',
  tiered: 'Tiered-storage',
}

export const PLAN_NAMES: Record<Plan, string> = {
  standard: 'Dedicated (Standard)',
  enterprise: 'Dedicated (Enterprise)',
}

/** `AWS · us-east-1 (N. Virginia)`; registered clusters have no place that we know. */
export function placeText(cluster: Pick<Cluster, 'provider' | 'regionId'>): string | null {
  if (cluster.provider === null) return null
  const region = REGIONS.find((entry) => entry.id === cluster.regionId)
  return [PROVIDER_NAMES[cluster.provider], region && `${region.code} (${region.place})`].filter(Boolean).join(' · ')
}

export function sizeText(cluster: Pick<Cluster, 'cuType' | 'cuSize'>): string | null {
  if (cluster.cuSize === null) return null
  return `${cluster.cuSize} CU${cluster.cuType ? ` ${CU_TYPE_NAMES[cluster.cuType]}` : ''}`
}

export function engineText(cluster: Pick<Cluster, 'engine'>): string | null {
  if (cluster.engine === null) return null
  return `${cluster.engine.kind === 'lite' ? 'Milvus Lite' : 'Milvus'} ${cluster.engine.version}`
}

/** Milvus clients want a scheme: an endpoint that has none is given one. */
export function endpointUri(endpoint: string): string {
  return /^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`
}
