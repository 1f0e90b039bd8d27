import { expect, test } from 'vitest'
import { safeReturnPath } from './safe-return-path'

test('a path of the console is kept with its query and anchor', () => {
  expect(safeReturnPath('/projects/p1/clusters/c1?progress=1#connect')).toBe('/projects/p1/clusters/c1?progress=1#connect')
})

test.each([null, '', 'https://evil.example/', '//evil.example/x', '/\\evil.example', 'javascript:alert(1)', 'projects'])(
  'nobody is sent to %s',
  (asked) => expect(safeReturnPath(asked)).toBe('/'),
)
