import { describe, expect, it } from 'vitest'
import { tokenCipher } from './token-cipher.ts'

const cipher = tokenCipher('a key of some length')

describe('tokenCipher', () => {
  it('opens what it sealed, and no two seals of a token look alike', () => {
    const first = cipher.seal('db_admin:päss', 'in01-a')
    expect(cipher.open(first, 'in01-a')).toBe('db_admin:päss')
    expect(cipher.seal('db_admin:päss', 'in01-a')).not.toBe(first)
    expect(first).not.toContain('db_admin')
  })

  it('keeps an empty token', () => {
    expect(cipher.open(cipher.seal('', 'in01-a'), 'in01-a')).toBe('')
  })

  it('does not open under another cluster, another key, or after a change', () => {
    const sealed = cipher.seal('secret', 'in01-a')
    expect(() => cipher.open(sealed, 'in01-b')).toThrow('SECRETS_KEY')
    expect(() => tokenCipher('another key').open(sealed, 'in01-a')).toThrow('SECRETS_KEY')
    expect(() => cipher.open(sealed.slice(0, -2) + 'AA', 'in01-a')).toThrow('SECRETS_KEY')
  })
})
