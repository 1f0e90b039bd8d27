import { Banner } from '@/components/ui/banner'
import type { Vectors } from '@/lib/contracts/capacity'
import type { CuType, Plan } from '@/lib/contracts/cluster-catalogue'
import { capacityAdvice } from './capacity-advice'

type Props = { vectors: Vectors; chosen: { plan: Plan; cuType: CuType; cuSize: number } }

/** Whether the chosen capacity holds the data of the source. */
export function CapacityNote({ vectors, chosen }: Props) {
  const advice = capacityAdvice(vectors, chosen)
  if (advice === null) return null
  return (
    <Banner tone={advice.fits ? 'ok' : 'warn'} title={advice.title} live>
      {advice.text} Estimated from entities and dimensions; indexes, texts and what is still to come need room too.
    </Banner>
  )
}
