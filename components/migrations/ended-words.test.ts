import { describe, expect, test } from 'vitest'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { CATALOGUE } from '@/lib/errors/catalogue'
import { endedWords } from './ended-words'

const end = (name: string) => ({ id: name, name, projectId: 'p', state: 'running', endpoint: null, policy: null, deleted: false }) as const
type Migration = MigrationDetail['migration']
const detail = (over: Partial<Migration>, findings: MigrationDetail['findings'] = []) => ({ migration: { source: end('books'), target: end('books-new'), failure: null, ...over } as Migration, findings })

describe('how a migration ended', () => {
  test('nothing is said of one that goes on or was completed', () => {
    for (const stage of ['copying', 'completed'] as const) expect(endedWords(detail({ stage }))).toBeNull()
  })

  test('a failure says why, that the source is whole, and what became of the target', () => {
    const words = endedWords(detail({ stage: 'failed', failure: { code: 'migration.sync_limit', message: 'It took more than 7 days.' } }))!
    expect(words).toMatchObject({ reason: 'It took more than 7 days.', source: expect.stringContaining('has all its data') as string, target: expect.stringContaining('only a part') as string })
    expect(words.next[0]).toContain('within seven days')
    expect(words.next.at(-1)).toBe('Start a new migration.')
  })

  test('blockers of the precheck are what has to be done', () => {
    const blocker = { check: 'size', severity: 'blocker' as const, message: 'Too large.', remedy: 'Free space.' }
    expect(endedWords(detail({ stage: 'failed', failure: { code: 'migration.blocked', message: 'x' } }, [blocker]))!.next[0]).toBe('Too large. Free space.')
  })

  test('a canceled one says whether the target is still there', () => {
    expect(endedWords(detail({ stage: 'cancelled' }))!.target).toContain('is kept')
    expect(endedWords(detail({ stage: 'cancelled', target: { ...end('books-new'), deleted: true } }))!.target).toContain('is deleted')
  })

  test('cures are written for codes that exist', () => {
    for (const code of Object.keys(CATALOGUE)) expect(endedWords(detail({ stage: 'failed', failure: { code, message: 'x' } }))!.next.length).toBeGreaterThan(1)
  })
})
