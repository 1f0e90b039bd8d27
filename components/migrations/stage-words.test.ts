import { expect, test } from 'vitest'
import { STAGES } from '@/lib/migration/stage'
import { stepStates } from './stage-words'

test('a running migration has exactly one active step, in the order of its stages', () => {
  const active = STAGES.filter((stage) => stage !== 'failed' && stage !== 'cancelled').map((stage) =>
    Object.entries(stepStates(stage, false))
      .filter(([, state]) => state === 'active')
      .map(([step]) => step),
  )
  expect(active).toEqual([['copy'], ['copy'], ['sync'], ['sync'], ['switch']])
})

test('a migration that ended while syncing shows its copy as done', () => {
  expect(stepStates('failed', true)).toEqual({ copy: 'done', sync: 'stopped', switch: 'waiting' })
  expect(stepStates('cancelled', false).copy).toBe('stopped')
})
