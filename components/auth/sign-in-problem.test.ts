import { expect, it, test } from 'vitest'
import { signInProblem } from './sign-in-problem'

test.each([
  ['TooManyAttempts.300', 'Wait 5 minutes and'],
  ['TooManyAttempts.241', 'Wait 5 minutes and'],
  ['TooManyAttempts.60', 'Wait 60 seconds and'],
  ['TooManyAttempts.1', 'Wait 1 second and'],
])('%s says how long to wait', (error, said) => expect(signInProblem(error)).toContain(said))

it('a person whom the console does not know is told whom to ask', () => {
  expect(signInProblem('OidcUnknown')).toContain('Ask an Organization Owner to invite you')
})

it('what the address says is never shown as it is', () => {
  expect(signInProblem('<b>Call 555</b>')).toBe('Signing in did not work. Reload the page and try again.')
  expect(signInProblem('')).toBeNull()
  expect(signInProblem(null)).toBeNull()
})
