import type { CuType, Plan } from '@/lib/contracts/cluster-catalogue'

export const PLAN_LABELS: Record<Plan, string> = { standard: 'Dedicated (Standard)', enterprise: 'Dedicated (Enterprise)' }

export const CU_TYPE_LABELS: Record<CuType, { label: string; detail: string }> = {
  performance: { label: 'Performance-optimized', detail: 'Lowest latency, under 10 ms' },
  capacity: { label: 'Capacity-optimized', detail: 'More data per CU, tens of milliseconds' },
  tiered: { label: 'Tiered-storage', detail: 'Most data per CU, hundreds of milliseconds; from 8 CU' },
}
