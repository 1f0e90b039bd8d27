// The filters of the list of activities, as they stand in the address. Pure.
import { ACTIVITY_LEVELS, ACTIVITY_RANGE_DAYS } from '@/lib/contracts/organization-api'

export const RANGES = ['day', 'week', 'month', 'custom'] as const
export type Range = (typeof RANGES)[number]

export const RANGE_WORDS: Record<Range, string> = {
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: `Last ${ACTIVITY_RANGE_DAYS} days`,
  custom: 'From day to day',
}

const DAYS: Record<Exclude<Range, 'custom'>, number> = { day: 1, week: 7, month: ACTIVITY_RANGE_DAYS }
const DAY_MS = 24 * 60 * 60_000

/** Days are those of the reader's zone, `2026-11-25`, both included. */
export type ActivityFilter = { range: Range; from: string; to: string; level: string; person: string; project: string }

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Midnight at which the day begins in the reader's zone; null for what is no day. */
function startOfDay(day: string, later = 0): number | null {
  if (!DAY.test(day)) return null
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const at = new Date(year, month - 1, date + later)
  return Number.isNaN(at.getTime()) ? null : at.getTime()
}

/** What is wrong with a range of days; null when nothing is. */
export function daysProblem(from: string, to: string): string | null {
  const [start, end] = [startOfDay(from), startOfDay(to)]
  if (start === null || end === null) return 'Enter both days.'
  if (end < start) return 'The last day must not be before the first.'
  if (Math.round((end - start) / DAY_MS) + 1 > ACTIVITY_RANGE_DAYS) return `Choose at most ${ACTIVITY_RANGE_DAYS} days.`
  return null
}

/** What an address asks for; what it says wrongly is as if it were not there. */
export function activityFilterOf(parameters: { get(name: string): string | null }): ActivityFilter {
  const [from, to] = [parameters.get('from') ?? '', parameters.get('to') ?? '']
  const asked = parameters.get('range')
  const named = RANGES.find((range) => range === asked) ?? 'week'
  const level = parameters.get('level') ?? ''
  return {
    range: named === 'custom' && daysProblem(from, to) !== null ? 'week' : named,
    from,
    to,
    level: ACTIVITY_LEVELS.some((known) => known === level) ? level : '',
    person: parameters.get('person') ?? '',
    project: parameters.get('project') ?? '',
  }
}

/** The range in epoch milliseconds, as the API takes it. */
export function timesOf({ range, from, to }: ActivityFilter, now: number): { from: number; to: number } {
  if (range === 'custom') return { from: startOfDay(from) ?? now, to: startOfDay(to, 1) ?? now }
  // A little over now: what happens in this very second belongs to it.
  return { from: now - DAYS[range] * DAY_MS, to: now + 60_000 }
}

/** The day in the reader's zone, as a date field takes it. */
export function dayOf(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
