import { describe, expect, it } from 'vitest'
import { placeBeside } from './place-beside'

const view = { width: 400, height: 300 }
const anchor = { left: 100, top: 100, width: 50, height: 20 }
const place = (change: Partial<Parameters<typeof placeBeside>[0]>) =>
  placeBeside({ anchor, size: { width: 100, height: 60 }, view, side: 'bottom', align: 'start', ...change })

describe('placeBeside', () => {
  it('goes to the side that is asked for where there is room', () => {
    expect(place({})).toMatchObject({ left: 100, top: 126 })
    expect(place({ align: 'end' })).toMatchObject({ left: 50 })
    expect(place({ side: 'top', align: 'center' })).toMatchObject({ left: 75, top: 34 })
    expect(place({ side: 'right' })).toMatchObject({ left: 156, top: 80 })
  })

  it('goes to the opposite side where there is more room', () => {
    expect(place({ anchor: { ...anchor, top: 260 } })).toMatchObject({ top: 194 })
    expect(place({ side: 'top', anchor: { ...anchor, top: 10 } })).toMatchObject({ top: 36 })
    expect(place({ side: 'right', anchor: { ...anchor, left: 330 } })).toMatchObject({ left: 292, top: 126 })
  })

  it('stays in sight; what is longer than its room scrolls', () => {
    expect(place({ anchor: { ...anchor, left: 390 } })).toMatchObject({ left: 292 })
    expect(place({ anchor: { ...anchor, left: -20 } })).toMatchObject({ left: 8 })
    expect(place({ size: { width: 100, height: 900 } })).toEqual({ left: 100, top: 126, maxHeight: 166 })
  })
})
