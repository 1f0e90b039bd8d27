'use client'
import { SelectField } from '@/components/ui/select-field'
import { cuSizes, CU_TYPES, MILLION_VECTORS_PER_CU, planAllows, PLANS, type CuType, type Plan } from '@/lib/contracts/cluster-catalogue'
import { nearestCuSize } from './default-placement'

type Value = { plan: Plan; cuType: CuType; cuSize: number }
type Props = {
  value: Value
  onChange: (value: Value) => void
  errors: { plan?: string | undefined; cuType?: string | undefined; cuSize?: string | undefined }
  /** A target's plan is not lower than this. */
  sourcePlan?: Plan | undefined
}

const PLAN_LABELS: Record<Plan, string> = { standard: 'Dedicated (Standard)', enterprise: 'Dedicated (Enterprise)' }
const CU_TYPE_LABELS: Record<CuType, { label: string; detail: string }> = {
  performance: { label: 'Performance-optimized', detail: 'Lowest latency, under 10 ms' },
  capacity: { label: 'Capacity-optimized', detail: 'More data per CU, tens of milliseconds' },
  tiered: { label: 'Tiered-storage', detail: 'Most data per CU, hundreds of milliseconds; from 8 CU' },
}

export function CapacityFields({ value, onChange, errors, sourcePlan = 'standard' }: Props) {
  const change = (part: Partial<Value>) => {
    const next = { ...value, ...part }
    onChange({ ...next, cuSize: nearestCuSize(next.plan, next.cuType, next.cuSize) })
  }
  const room = MILLION_VECTORS_PER_CU[value.cuType] * value.cuSize
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <SelectField
        label="Plan"
        value={value.plan}
        error={errors.plan}
        onChange={(plan) => change({ plan: plan as Plan })}
        options={PLANS.map((plan) => ({
          value: plan,
          label: PLAN_LABELS[plan],
          ...(planAllows(sourcePlan, plan) ? {} : { disabled: true, detail: 'Lower than the plan of the source' }),
        }))}
      />
      <SelectField
        label="CU Type"
        value={value.cuType}
        error={errors.cuType}
        onChange={(cuType) => change({ cuType: cuType as CuType })}
        options={CU_TYPES.map((type) => ({ value: type, ...CU_TYPE_LABELS[type] }))}
      />
      <SelectField
        label="CU Size"
        value={String(value.cuSize)}
        error={errors.cuSize}
        hint={`Room for about ${room} million vectors of 768 dimensions.`}
        onChange={(cuSize) => change({ cuSize: Number(cuSize) })}
        options={cuSizes(value.plan, value.cuType).map((size) => ({ value: String(size), label: `${size} CU` }))}
      />
    </div>
  )
}
