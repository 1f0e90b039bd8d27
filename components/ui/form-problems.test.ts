import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldOf, judge, only, without } from './form-problems'

const Request = z.object({ name: z.string().trim().min(1, 'Enter a name.').max(3, 'Too long.'), size: z.number().max(8, 'Too large.') })

test('values that the schema accepts come out as it makes them', async () => {
  expect(await judge(Request, { name: ' ab ', size: 1 }, ['name', 'size'])).toEqual({ ok: true, output: { name: 'ab', size: 1 } })
})

test('each field is told its first fault', async () => {
  const problems = { name: { message: 'Enter a name.' }, size: { message: 'Too large.' } }
  expect(await judge(Request, { name: '  ', size: 9 }, ['name', 'size'])).toEqual({ ok: false, problems })
})

test('a fault of a value that the form does not show stands under root', async () => {
  expect(await judge(Request, { name: 'ab', size: 9 }, ['name'])).toEqual({ ok: false, problems: { root: { message: 'Too large.' } } })
})

test.each([
  [['target', 'name'], 'name'],
  [['elsewhere'], 'root'],
  [[], 'root'],
])('the path %j of a request is the field %s of the form', (path, field) => {
  expect(fieldOf(path, ['name'])).toBe(field)
})

test('a changed field loses its problem, and the form its own', () => {
  const problems = { name: { message: 'a' }, size: { message: 'b' }, root: { message: 'c' } }
  expect(without<{ name: string; size: number }>(problems, ['name'])).toEqual({ size: { message: 'b' } })
  expect(only<{ name: string; size: number }>(problems, ['name'])).toEqual({ name: { message: 'a' } })
})
