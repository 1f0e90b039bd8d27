import type { Option } from '@/components/ui/select-field'
import { wholeNumber } from '@/components/ui/number-format'
import type { WizardOptions } from '@/lib/contracts/console-api'

/** Clusters that can be chosen come first; the others stay in the list and say why they cannot. */
export function sourceOptions(sources: WizardOptions['sources']): Option[] {
  return [...sources]
    .sort((a, b) => Number(b.selectable) - Number(a.selectable) || a.cluster.name.localeCompare(b.cluster.name))
    .map(({ cluster, selectable, reason }) => ({
      value: cluster.id,
      label: cluster.name,
      disabled: !selectable,
      detail: selectable
        ? [cluster.projectName, cluster.regionId, cluster.entities !== null && `${wholeNumber(cluster.entities)} entities`].filter(Boolean).join(' · ')
        : (reason ?? 'Cannot be chosen now.'),
    }))
}
