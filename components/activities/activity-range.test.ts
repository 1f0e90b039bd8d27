import { describe, expect, it } from 'vitest'
import { ActivityQuery } from '@/lib/contracts/organization-requests'
import { activityFilterOf, dayOf, daysProblem, RANGES, timesOf } from './activity-range'

const filterOf = (text: string) => activityFilterOf(new URLSearchParams(text))
const NOW = new Date(2026, 10, 25, 12).getTime()

describe('the range in the address', () => {
  it('is the last week where it says nothing, or nothing sensible', () => {
    expect(filterOf('').range).toBe('week')
    expect(filterOf('range=year').range).toBe('week')
    expect(filterOf('range=custom&from=2026-11-20&to=2026-11-01').range).toBe('week')
  })

  it('from day to day holds both days whole, in the zone of the reader', () => {
    const { from, to } = timesOf(filterOf('range=custom&from=2026-11-01&to=2026-11-02'), NOW)
    expect([new Date(from), new Date(to)]).toEqual([new Date(2026, 10, 1), new Date(2026, 10, 3)])
  })

  it.each(RANGES)('%s is one that the server takes', (range) => {
    const filter = filterOf(`range=${range}&from=2026-10-16&to=2026-11-14`)
    expect(ActivityQuery.safeParse({ ...timesOf(filter, NOW), level: null, person: null, project: null, before: null }).success).toBe(true)
  })
})

describe('daysProblem', () => {
  it('takes 30 days and no more, also over a change of the clock', () => {
    expect(daysProblem('2026-10-16', '2026-11-14')).toBeNull()
    expect(daysProblem('2026-10-16', '2026-11-15')).toContain('30 days')
  })
  it('asks for both days in their order', () => {
    expect(daysProblem('', '2026-11-14')).toContain('both')
    expect(daysProblem('2026-11-15', '2026-11-14')).toContain('before')
    expect(daysProblem('2026-11-14', '2026-11-14')).toBeNull()
  })
})

it('a day is written as a date field takes it', () => expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05'))
