import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AppError, httpStatusOf, publicMessageOf } from './app-error.ts'
import { CATALOGUE, type ErrorCode } from './catalogue.ts'

const document = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
const documented = [...document.matchAll(/^### `([a-z_.]+)`$/gm)].map(([, code]) => code ?? '')

test('docs/errors.md has an entry for every code, and none for any other, each once', () => {
  expect([...documented].sort()).toEqual(Object.keys(CATALOGUE).sort())
})

test.each(Object.entries(CATALOGUE))('%s: its entry says whose fault it is and what comes next as the code does', (code, { fault, next, http }) => {
  const entry = document.slice(document.indexOf(`### \`${code}\`\n`)).split('\n### ')[0] ?? ''
  expect(entry).toContain(`fault ${fault} · next ${next} · HTTP ${http}`)
})

test('an error carries what the catalogue says of its code', () => {
  const cause = new Error('inner')
  const error = new AppError('journal.write_failed', 'It is full.', { cause, details: { at: 1 } })
  expect(error).toMatchObject({ fault: 'gateway', next: 'abort', publicMessage: 'It is full.', cause, details: { at: 1 } })
  expect(httpStatusOf(error)).toBe(507)
})

test('an unknown error leaves as internal and tells nothing of its text', () => {
  expect(httpStatusOf(new Error('secret'))).toBe(500)
  expect(publicMessageOf(new Error('secret'))).not.toContain('secret')
})

test('the runner repeats by itself only where that was judged safe', () => {
  const repeated = (Object.keys(CATALOGUE) as ErrorCode[]).filter((code) => CATALOGUE[code].next === 'retry')
  expect(repeated).not.toContain('cutover.divergence')
  expect(repeated).not.toContain('journal.write_failed')
})
