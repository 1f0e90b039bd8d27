import { expect, test } from 'vitest'
import { PERMISSIONS } from '@/lib/contracts/console-api'
import { STAGES } from '@/lib/migration/stage'
import { cancelRefusal } from './cancel-refusal'

const permissions = [...PERMISSIONS]

test('what runs can be canceled until the sync is being stopped; what has ended cannot', () => {
  const free = STAGES.filter((stage) => cancelRefusal({ stage, permissions }) === null)
  expect(free).toEqual(['preparing', 'copying', 'syncing'])
  expect(cancelRefusal({ stage: 'finalizing', permissions })).toContain('being stopped')
  expect(cancelRefusal({ stage: 'completed', permissions })).toContain('has ended')
})

test('a wish that is on its way, and a role that does not allow it, are the reason', () => {
  expect(cancelRefusal({ stage: 'syncing', permissions, wanted: 'stop' })).toContain('being stopped')
  expect(cancelRefusal({ stage: 'syncing', permissions, wanted: 'cancel' })).toContain('already')
  expect(cancelRefusal({ stage: 'syncing', permissions: [] })).toContain('migration.cancel')
})
