'use client'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { TextField } from '@/components/ui/text-field'
import type { Vectors } from '@/lib/contracts/capacity'
import type { Plan } from '@/lib/contracts/cluster-catalogue'
import type { NewClusterInput } from '@/lib/contracts/console-requests'
import { CapacityFields } from './capacity-fields'
import { CloudProviderSettings } from './cloud-provider-settings'
import type { NewClusterFormState } from './use-new-cluster-form'

type Props = Pick<NewClusterFormState, 'form' | 'values'> & {
  sourcePlan?: Plan
  vectors?: Vectors | undefined
  onSizeChosen?: () => void
  /** Under the fields of the capacity. */
  advice?: ReactNode
}

export function NewClusterFields({ form, values, sourcePlan, vectors, onSizeChosen, advice }: Props) {
  const { errors } = form.formState
  function change(part: Partial<NewClusterInput>) {
    for (const [name, value] of Object.entries(part)) {
      form.setValue(name as keyof NewClusterInput, value, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
    }
  }
  return (
    <Card className="space-y-7 p-5">
      <TextField
        label="Cluster Name"
        placeholder="cluster01"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        hint="Letters, digits and hyphens; unique in its project."
        error={errors.name?.message}
        className="max-w-md"
        {...form.register('name')}
      />
      <TextField
        label="Cluster Description (optional)"
        autoComplete="off"
        maxLength={255}
        hint={`${(values.description ?? '').length} of 255 characters`}
        error={errors.description?.message}
        {...form.register('description')}
      />
      <CloudProviderSettings
        value={{ provider: values.provider, regionId: values.regionId }}
        onChange={change}
        regionError={errors.regionId?.message}
      />
      <div className="space-y-4">
        <CapacityFields
          value={{ plan: values.plan ?? 'enterprise', cuType: values.cuType, cuSize: values.cuSize }}
          onChange={change}
          sourcePlan={sourcePlan}
          vectors={vectors}
          onSizeChosen={onSizeChosen}
          errors={{ plan: errors.plan?.message, cuType: errors.cuType?.message, cuSize: errors.cuSize?.message }}
        />
        {advice}
      </div>
    </Card>
  )
}
