import { expect, test } from 'vitest'
import type { Finding } from '@/lib/contracts/control-api'
import { findingsRefusal, groupFindings } from './finding-groups'

const finding = (severity: Finding['severity'], message: string): Finding => ({ check: 'size', severity, message, remedy: 'Do this.' })
const mixed = [finding('warning', 'a'), finding('blocker', 'b'), finding('warning', 'c'), finding('blocker', 'd')]

test('blockers stand first, each group with its count', () => {
  expect(groupFindings(mixed).map(({ title, findings }) => [title, findings.map(({ message }) => message)])).toEqual([
    ['2 blockers', ['b', 'd']],
    ['2 warnings', ['a', 'c']],
  ])
})

test('a group without findings is left out, and what is said twice is shown once', () => {
  expect(groupFindings([])).toEqual([])
  expect(groupFindings([finding('warning', 'a'), finding('warning', 'a')]).map(({ title }) => title)).toEqual(['1 warning'])
})

test('only blockers keep Migrate from being pressed, and the reason says how many', () => {
  expect(findingsRefusal(mixed)).toBe('The precheck found 2 blockers. Solve them and check again.')
  expect(findingsRefusal([finding('blocker', 'b')])).toContain('1 blocker. Solve it')
  expect(findingsRefusal([finding('warning', 'a')])).toBeNull()
})
