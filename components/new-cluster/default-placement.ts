import { cuSizes, regionsOf, type CuType, type Plan, type Provider } from '@/lib/contracts/cluster-catalogue'
import type { Cluster } from '@/lib/contracts/console-api'
import type { NewClusterInput } from '@/lib/contracts/console-requests'

type Like = Pick<Cluster, 'provider' | 'regionId' | 'plan' | 'cuType' | 'cuSize'>

/** A new cluster starts with the placement of the source, where it has one. */
export function defaultPlacement(projectId: string, source?: Like): NewClusterInput {
  const provider: Provider = source?.provider ?? 'aws'
  return {
    projectId,
    name: '',
    description: '',
    provider,
    regionId: source?.regionId ?? regionsOf(provider)[0]!.id,
    plan: source?.plan ?? 'enterprise',
    cuType: source?.cuType ?? 'performance',
    cuSize: source?.cuSize ?? 1,
  }
}

/** The chosen size where it exists, else the next larger one, else the largest. */
export function nearestCuSize(plan: Plan, cuType: CuType, wanted: number): number {
  const sizes = cuSizes(plan, cuType)
  return sizes.find((size) => size >= wanted) ?? sizes.at(-1)!
}
