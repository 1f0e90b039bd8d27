import { expect, test } from 'vitest'
import { byteText, counted } from './number-format'

test.each([
  [0, '0 bytes'],
  [512, '512 bytes'],
  [999.6, '1.0 KB'],
  [1_234_567, '1.2 MB'],
  [9_960_000, '10 MB'],
  [34e9, '34 GB'],
  [2.5e18, '2,500 PB'],
])('%d bytes read "%s"', (bytes, text) => expect(byteText(bytes)).toBe(text))

test('one is not several', () => {
  expect([counted(1, 'entity', 'entities'), counted(1_000, 'entity', 'entities')]).toEqual(['1 entity', '1,000 entities'])
})
