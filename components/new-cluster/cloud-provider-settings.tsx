'use client'
import { RadioCards } from '@/components/ui/radio-cards'
import { SelectField } from '@/components/ui/select-field'
import { PROVIDER_NAMES, PROVIDERS, regionsOf, type Provider } from '@/lib/contracts/cluster-catalogue'
import { ProviderMark } from './provider-mark'

type Value = { provider: Provider; regionId: string }
type Props = { value: Value; onChange: (value: Value) => void; regionError?: string | undefined }

export function CloudProviderSettings({ value, onChange, regionError }: Props) {
  return (
    <fieldset className="space-y-4">
      <legend className="mb-3 text-base font-semibold">Cloud Provider Settings</legend>
      <RadioCards
        label="Cloud provider"
        columns={3}
        value={value.provider}
        onChange={(next) => {
          const provider = next as Provider
          onChange({ provider, regionId: regionsOf(provider)[0]!.id })
        }}
        options={PROVIDERS.map((provider) => ({
          value: provider,
          label: PROVIDER_NAMES[provider],
          icon: <ProviderMark provider={provider} />,
        }))}
      />
      <SelectField
        label="Region"
        value={value.regionId}
        onChange={(regionId) => onChange({ ...value, regionId })}
        error={regionError}
        options={regionsOf(value.provider).map((region) => ({
          value: region.id,
          label: `${region.code} (${region.place})`,
        }))}
      />
    </fieldset>
  )
}
