// Whether the chosen capacity holds the source's data, in words. Pure.
import { counted } from '@/components/ui/number-format'
import { cuNeeded, fillOf, smallestFit, type Vectors } from '@/lib/contracts/capacity'
import { CU_TYPES, PLANS, type CuType, type Plan } from '@/lib/contracts/cluster-catalogue'
import { CU_TYPE_LABELS, PLAN_LABELS } from './capacity-labels'

export type CapacityAdvice = { fits: boolean; title: string; text: string }
type Chosen = { plan: Plan; cuType: CuType; cuSize: number }

/** Null where the source holds nothing that would need room. */
export function capacityAdvice(vectors: Vectors, chosen: Chosen): CapacityAdvice | null {
  const { plan, cuType, cuSize } = chosen
  const needed = cuNeeded(vectors, cuType)
  if (needed === 0) return null
  const smallest = smallestFit(vectors, plan, cuType)
  const fill = fillOf(vectors, cuType, cuSize)
  if (fill <= 1) {
    const smaller = smallest !== null && smallest < cuSize ? ` ${smallest} CU would hold it too.` : ''
    return { fits: true, title: cuSize === 1 ? '1 CU holds the data' : `${cuSize} CU hold the data`, text: `It fills ${percent(fill)} of the room.${smaller}` }
  }
  const need = `The source needs about ${cuText(needed)} of this type.`
  if (smallest !== null) return { fits: false, title: `${cuSize} CU ${cuSize === 1 ? 'is' : 'are'} too small for the data`, text: `${need} Choose at least ${smallest} CU.` }
  return { fits: false, title: 'No CU size of this plan and type holds the data', text: `${need} ${elsewhere(vectors, plan)}` }
}

/** The first other type or plan that has room. */
function elsewhere(vectors: Vectors, plan: Plan): string {
  for (const other of [plan, ...PLANS.filter((name) => name !== plan)])
    for (const type of CU_TYPES) {
      const size = smallestFit(vectors, other, type)
      if (size !== null) return `${CU_TYPE_LABELS[type].label} with ${size} CU holds it${other === plan ? '' : `, with the plan ${PLAN_LABELS[other]}`}.`
    }
  return 'No plan and type that is offered here holds it; split the data into several clusters.'
}

function percent(share: number): string {
  return share < 0.01 ? 'less than 1 %' : `about ${Math.round(share * 100)} %`
}

function cuText(cu: number): string {
  return cu < 10 ? `${cu.toFixed(1)} CU` : counted(Math.ceil(cu), 'CU', 'CU')
}

/** What an option of CU Size says of the data. */
export function sizeDetail(vectors: Vectors, { plan, cuType }: Omit<Chosen, 'cuSize'>, size: number): string | undefined {
  if (cuNeeded(vectors, cuType) === 0) return undefined
  if (fillOf(vectors, cuType, size) > 1) return 'Too small for the data of the source'
  return smallestFit(vectors, plan, cuType) === size ? 'The smallest that holds the data of the source' : undefined
}
