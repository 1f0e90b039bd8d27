import { expect, test } from 'vitest'
import { lagSteps } from './lag-steps'

const sync = { lagMs: 60_000, lagEntries: 10, acceptPerS: 100, applyPerS: 50, heartbeatAt: null }
const facts = { sync, condition: { kind: 'running' as const }, syncEndsAt: 1 }

test('what stops the applying comes first, with its reason', () => {
  const steps = lagSteps({ ...facts, sync: { ...sync, applyPerS: 0 }, condition: { kind: 'blocked', reason: 'collection "a" is released' } })
  expect(steps[0]).toContain('collection "a" is released.')
  expect(lagSteps({ ...facts, sync: { ...sync, applyPerS: 0 } })[0]).toContain('Nothing is applied just now')
})

test('writing less is advised only where more is accepted than applied', () => {
  expect(lagSteps(facts).join(' ')).toContain('Write less for a while')
  expect(lagSteps({ ...facts, sync: { ...sync, applyPerS: 200 } }).join(' ')).not.toContain('Write less for a while')
})
