// What may be chosen in the cluster form: providers, regions, plans, CU types and sizes. Pure data, so
// that the form and the server check the same lists.

export const PROVIDERS = ['aws', 'gcp', 'azure'] as const
export type Provider = (typeof PROVIDERS)[number]

/** The providers' names as the form shows them. */
export const PROVIDER_NAMES: Record<Provider, string> = {
  aws: 'AWS',
  gcp: 'Google Cloud',
  azure: 'Microsoft Azure',
}

export type Region = { id: string; provider: Provider; code: string; place: string }

const region = (provider: Provider, prefix: string, code: string, place: string): Region => ({
  id: `${prefix}-${code}`,
  provider,
  code,
  place,
})

/** Every region that a cluster may be placed in, in the order of the form. */
export const REGIONS: readonly Region[] = [
  region('aws', 'aws', 'us-east-1', 'N. Virginia'),
  region('aws', 'aws', 'us-east-2', 'Ohio'),
  region('aws', 'aws', 'us-west-2', 'Oregon'),
  region('aws', 'aws', 'eu-central-1', 'Frankfurt'),
  region('aws', 'aws', 'ap-southeast-1', 'Singapore'),
  region('aws', 'aws', 'ap-northeast-1', 'Tokyo'),
  region('gcp', 'gcp', 'us-west1', 'Oregon'),
  region('gcp', 'gcp', 'us-east4', 'Virginia'),
  region('gcp', 'gcp', 'us-central1', 'Iowa'),
  region('gcp', 'gcp', 'europe-west3', 'Frankfurt'),
  region('gcp', 'gcp', 'asia-southeast1', 'Singapore'),
  region('azure', 'az', 'eastus', 'Virginia'),
  region('azure', 'az', 'germanywestcentral', 'Frankfurt'),
]

/** The regions of one provider. */
export function regionsOf(provider: Provider): Region[] {
  return REGIONS.filter((entry) => entry.provider === provider)
}

/** In ascending order: a migration's target must have the plan of its source or a higher one. */
export const PLANS = ['standard', 'enterprise'] as const
export type Plan = (typeof PLANS)[number]

/** True where a cluster of plan `source` may move to one of plan `target`. */
export function planAllows(source: Plan, target: Plan): boolean {
  return PLANS.indexOf(target) >= PLANS.indexOf(source)
}

export const CU_TYPES = ['performance', 'capacity', 'tiered'] as const
export type CuType = (typeof CU_TYPES)[number]

/** Million 768-dimensional vectors that one CU holds, by CU type; for a rough "will it fit". */
export const MILLION_VECTORS_PER_CU: Record<CuType, number> = { performance: 1.5, capacity: 5, tiered: 20 }

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by)

const SIZES: Record<Plan, readonly number[]> = {
  standard: [1, 2, 4, ...steps(8, 32, 4)],
  enterprise: [1, 2, 4, ...steps(8, 64, 4), ...steps(72, 256, 8)],
}

/** Tiered storage needs at least this many CU. */
const TIERED_MINIMUM = 8

/** The CU sizes of a plan and CU type, in ascending order. */
export function cuSizes(plan: Plan, cuType: CuType): number[] {
  return SIZES[plan].filter((size) => cuType !== 'tiered' || size >= TIERED_MINIMUM)
}
