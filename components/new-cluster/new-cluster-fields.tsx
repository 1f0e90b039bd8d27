'use client'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { TextField } from '@/components/ui/text-field'
import type { Vectors } from '@/lib/contracts/capacity'
import type { Plan } from '@/lib/contracts/cluster-catalogue'
import { CapacityFields } from './capacity-fields'
import { CloudProviderSettings } from './cloud-provider-settings'
import type { NewClusterForm } from './use-new-cluster-form'

type Props = {
  form: NewClusterForm
  sourcePlan?: Plan
  vectors?: Vectors | undefined
  onSizeChosen?: () => void
  /** Under the fields of the capacity. */
  advice?: ReactNode
}

export function NewClusterFields({ form: { values, problems, text, change }, sourcePlan, vectors, onSizeChosen, advice }: Props) {
  return (
    <Card className="space-y-7 p-5">
      <TextField
        label="Cluster Name"
        placeholder="cluster01"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        hint="Letters, digits and hyphens; unique in its project."
        className="max-w-md"
        {...text('name')}
      />
      <TextField
        label="Cluster Description (optional)"
        autoComplete="off"
        maxLength={255}
        hint={`${(values.description ?? '').length} of 255 characters`}
        {...text('description')}
      />
      <CloudProviderSettings
        value={{ provider: values.provider, regionId: values.regionId }}
        onChange={change}
        regionError={problems.regionId?.message}
      />
      <div className="space-y-4">
        <CapacityFields
          value={{ plan: values.plan ?? 'enterprise', cuType: values.cuType, cuSize: values.cuSize }}
          onChange={change}
          sourcePlan={sourcePlan}
          vectors={vectors}
          onSizeChosen={onSizeChosen}
          errors={{ plan: problems.plan?.message, cuType: problems.cuType?.message, cuSize: problems.cuSize?.message }}
        />
        {advice}
      </div>
    </Card>
  )
}
