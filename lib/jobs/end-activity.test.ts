import { expect, test } from 'vitest'
import { activitiesOf } from './end-activity.ts'

const row = { id: 'job-1', stage: 'syncing' as const, source: { name: 'books' }, target: { id: 'in01-2', name: 'books-new' } }

test('the end of a migration is an activity, a step on the way is none', () => {
  expect(activitiesOf(row, { data: { stage: 'finalizing' } })).toEqual([])
  expect(activitiesOf(row, { data: {} })).toEqual([])
  expect(activitiesOf(row, { data: { stage: 'completed' } })).toEqual([{ message: 'Migration job-1 of "books" to "books-new" was completed.' }])
})

test('it is said once, however often the end is reported', () => {
  expect(activitiesOf({ ...row, stage: 'completed' }, { data: { stage: 'completed' } })).toEqual([])
})

test('a failure is an Error with its reason', () => {
  const [said] = activitiesOf(row, { data: { stage: 'failed', failureMessage: 'The disk is full.' } })
  expect(said).toEqual({ level: 'error', message: 'Migration job-1 of "books" to "books-new" failed: The disk is full.' })
})

test('a cancelled migration says what became of the target', () => {
  expect(activitiesOf(row, { data: { stage: 'cancelled' }, dropTarget: true }).map(({ message }) => message)).toEqual([
    'Migration job-1 of "books" to "books-new" was canceled.',
    'Cluster "books-new" (in01-2) was deleted with its canceled migration.',
  ])
  expect(activitiesOf(row, { data: { stage: 'cancelled' }, dropTarget: false })).toHaveLength(1)
})
