import { describe, expect, test } from 'vitest'
import { capacityAdvice, sizeDetail } from './capacity-advice'

const millions = (count: number) => [{ dimensions: 768, entities: count * 1e6 }]
const chosen = { plan: 'standard', cuType: 'performance', cuSize: 4 } as const

describe('advice on capacity', () => {
  test('an empty source needs none', () => {
    expect(capacityAdvice([], chosen)).toBeNull()
    expect(capacityAdvice(millions(0), chosen)).toBeNull()
  })

  test('a size that holds the data says how full it will be, and which smaller one would do', () => {
    expect(capacityAdvice(millions(4.5), chosen)).toEqual({ fits: true, title: '4 CU hold the data', text: 'It fills about 75 % of the room.' })
    expect(capacityAdvice(millions(0.001), chosen)).toMatchObject({ fits: true, text: 'It fills less than 1 % of the room. 1 CU would hold it too.' })
  })

  test('a size that is too small is told with the smallest that is not', () => {
    expect(capacityAdvice(millions(7.5), chosen)).toEqual({
      fits: false,
      title: '4 CU are too small for the data',
      text: 'The source needs about 5.0 CU of this type. Choose at least 8 CU.',
    })
  })

  test('where no size of the type holds it, another type is named, and where none does, that is said', () => {
    expect(capacityAdvice(millions(60), { ...chosen, cuSize: 32 })?.text).toContain('Capacity-optimized with 12 CU holds it.')
    expect(capacityAdvice(millions(900), { ...chosen, cuSize: 32 })?.text).toContain('Capacity-optimized with 184 CU holds it, with the plan Dedicated (Enterprise).')
    expect(capacityAdvice(millions(1e6), { ...chosen, cuSize: 32 })?.text).toContain('split the data')
  })
})

test('sizes that are too small say so in the list, and the smallest that fits is marked', () => {
  const detail = (size: number) => sizeDetail(millions(4.5), chosen, size)
  expect([1, 2, 4, 8].map(detail)).toEqual(['Too small for the data of the source', 'Too small for the data of the source', 'The smallest that holds the data of the source', undefined])
})
