'use client'
import { SelectField } from '@/components/ui/select-field'
import type { Vectors } from '@/lib/contracts/capacity'
import { cuSizes, CU_TYPES, MILLION_VECTORS_PER_CU, planAllows, PLANS, type CuType, type Plan } from '@/lib/contracts/cluster-catalogue'
import { sizeDetail } from './capacity-advice'
import { CU_TYPE_LABELS, PLAN_LABELS } from './capacity-labels'
import { nearestCuSize } from './default-placement'

type Value = { plan: Plan; cuType: CuType; cuSize: number }
type Props = {
  value: Value
  onChange: (value: Value) => void
  /** The user chose a size, which is not to be replaced by an advised one any more. */
  onSizeChosen?: (() => void) | undefined
  errors: { plan?: string | undefined; cuType?: string | undefined; cuSize?: string | undefined }
  /** A target's plan is not lower than this. */
  sourcePlan?: Plan | undefined
  /** What the source holds; the sizes then say whether they hold it. */
  vectors?: Vectors | undefined
}

export function CapacityFields({ value, onChange, onSizeChosen, errors, sourcePlan, vectors = [] }: Props) {
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
        hint={sourcePlan && `Not lower than the source's: ${PLAN_LABELS[sourcePlan]}.`}
        onChange={(plan) => change({ plan: plan as Plan })}
        options={PLANS.map((plan) => ({
          value: plan,
          label: PLAN_LABELS[plan],
          ...(planAllows(sourcePlan ?? 'standard', plan) ? {} : { disabled: true, detail: 'Lower than the plan of the source' }),
        }))}
      />
      <SelectField
        label="CU Type"
        value={value.cuType}
        error={errors.cuType}
        hint={CU_TYPE_LABELS[value.cuType].detail + '.'}
        onChange={(cuType) => change({ cuType: cuType as CuType })}
        options={CU_TYPES.map((type) => ({ value: type, ...CU_TYPE_LABELS[type] }))}
      />
      <SelectField
        label="CU Size"
        value={String(value.cuSize)}
        error={errors.cuSize}
        hint={`Room for about ${room} million vectors of 768 dimensions.`}
        onChange={(cuSize) => {
          onSizeChosen?.()
          change({ cuSize: Number(cuSize) })
        }}
        options={cuSizes(value.plan, value.cuType).map((size) => {
          const detail = sizeDetail(vectors, value, size)
          return { value: String(size), label: `${size} CU`, ...(detail === undefined ? {} : { detail }) }
        })}
      />
    </div>
  )
}
