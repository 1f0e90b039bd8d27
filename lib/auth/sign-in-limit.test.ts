import { describe, expect, it } from 'vitest'
import { createSignInLimit } from './sign-in-limit.ts'

function failing(times: number) {
  const clock = { now: 1_000_000 }
  const limit = createSignInLimit(() => clock.now)
  for (let index = 0; index < times; index++) limit.failed('a@example.com')
  return { clock, limit }
}

describe('createSignInLimit', () => {
  it('ten failures close the door for that address alone', () => {
    const { limit } = failing(10)
    expect(limit.allows('a@example.com')).toBe(false)
    expect(limit.allows('b@example.com')).toBe(true)
  })

  it('opens again when the window has passed, or after a success', () => {
    const { clock, limit } = failing(10)
    clock.now += 5 * 60_000 + 1
    expect(limit.allows('a@example.com')).toBe(true)
    const second = failing(9).limit
    second.succeeded('a@example.com')
    second.failed('a@example.com')
    expect(second.allows('a@example.com')).toBe(true)
  })
})
