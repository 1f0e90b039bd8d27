import { describe, expect, test } from 'vitest'
import { POLICIES } from '../../lib/migration/policy.ts'
import type { Interceptor } from './ports.ts'
import type { RuledClass, Ruling } from './policy.ts'
import { changesData, isAwaited, refusalReason, rule } from './policy.ts'

const wantsAll: Interceptor = { wants: () => true, handle: () => Promise.reject(new Error('not called')) }
const wantsWrites: Interceptor = { ...wantsAll, wants: (callClass) => callClass === 'write' }

const CLASSES: RuledClass[] = [
  'session', 'read', 'write', 'ddl', 'index', 'load', 'release', 'alias', 'alter', 'rbac', 'admin', 'replication', 'import', 'unknown',
]
const CHANGING = CLASSES.filter(changesData)

describe('policy', () => {
  test.each(POLICIES)('reads and sessions pass under %s', (policy) => {
    expect(rule(policy, 'read', undefined)).toBe('pass')
    expect(rule(policy, 'session', undefined)).toBe('pass')
  })

  test('outside a migration everything passes, known or not', () => {
    for (const callClass of CLASSES) expect(rule('open', callClass, undefined)).toBe('pass')
  })

  test('outside a migration an interceptor gets what it wants', () => {
    expect(rule('open', 'write', wantsWrites)).toBe('intercept')
    expect(rule('open', 'ddl', wantsWrites)).toBe('pass')
  })

  test.each(['locked', 'fenced'] as const)('no write passes unseen under %s', (policy) => {
    for (const callClass of CHANGING) expect(rule(policy, callClass, undefined), callClass).not.toBe('pass')
    for (const callClass of CHANGING) expect(rule(policy, callClass, wantsAll), callClass).not.toBe('pass')
  })

  test.each<[RuledClass, Ruling]>([
    ['write', 'intercept'],
    ['ddl', 'intercept'],
    ['index', 'intercept'],
    ['load', 'intercept'],
    ['release', 'intercept'],
    ['admin', 'pass'],
    ['rbac', 'pass'],
    ['alias', 'refuse'],
    ['alter', 'refuse'],
    ['import', 'refuse'],
    ['replication', 'refuse'],
    ['unknown', 'refuse'],
  ])('on a locked source %s → %s', (callClass, ruling) => {
    expect(rule('locked', callClass, wantsAll)).toBe(ruling)
    expect(rule('fenced', callClass, wantsAll)).toBe(ruling)
  })

  test('the start of a migration waits for what changes the source or what a read of it shows, and for nothing else', () => {
    expect(CLASSES.filter((callClass) => isAwaited(callClass) && !changesData(callClass))).toEqual(['release'])
    expect(CLASSES.filter((callClass) => !isAwaited(callClass))).toEqual(['session', 'read', 'load', 'rbac', 'admin'])
  })

  test('a locked source takes loads also while nobody notes them', () => {
    expect(rule('locked', 'load', undefined)).toBe('pass')
  })

  test('a syncing target takes nothing that changes it, not even a load', () => {
    for (const callClass of [...CHANGING, 'load', 'release', 'rbac', 'admin'] as const)
      expect(rule('syncing', callClass, wantsAll)).toBe('refuse')
  })

  test('a retired source takes loads and nothing else that changes it', () => {
    for (const callClass of ['load', 'release'] as const) expect(rule('readonly', callClass, undefined)).toBe('pass')
    for (const callClass of [...CHANGING, 'rbac', 'admin'] as const)
      expect(rule('readonly', callClass, wantsAll)).toBe('refuse')
  })

  test.each(POLICIES)('a refusal under %s names the operation and the migration', (policy) => {
    const reason = refusalReason('RenameCollection', policy, 'm-17')
    expect(reason).toContain('RenameCollection is refused')
    if (policy !== 'open') expect(reason).toContain('"m-17"')
  })
})
