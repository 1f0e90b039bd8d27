import { expect, test } from 'vitest'
import { defaultPlacement, nearestCuSize } from './default-placement'

test('a target is offered with the placement of its source', () => {
  const source = { provider: 'gcp', regionId: 'gcp-us-west1', plan: 'standard', cuType: 'capacity', cuSize: 4 } as const
  expect(defaultPlacement('p1', source)).toEqual({ projectId: 'p1', name: '', description: '', ...source })
})

test('without a source, or with one of unknown place, a region of the offered provider is offered', () => {
  const nowhere = { provider: null, regionId: null, plan: 'enterprise', cuType: null, cuSize: null } as const
  expect(defaultPlacement('p1', nowhere)).toMatchObject({ provider: 'aws', regionId: 'aws-us-east-1', cuSize: 1 })
})

test('a size that a CU type does not have becomes the next larger one', () => {
  expect(nearestCuSize('enterprise', 'tiered', 2)).toBe(8)
  expect(nearestCuSize('standard', 'performance', 256)).toBe(32)
  expect(nearestCuSize('enterprise', 'performance', 4)).toBe(4)
})
