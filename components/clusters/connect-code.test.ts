import { describe, expect, test } from 'vitest'
import { connectCode, LANGUAGES } from './connect-code'

const target = { endpoint: 'http://127.0.0.1:19531', token: 'abc123' }

describe('connectCode', () => {
  test.each(LANGUAGES)('%s code names the endpoint and the token', (language) => {
    const code = connectCode(language, target)
    expect(code).toContain('http://127.0.0.1:19531')
    expect(code).toContain('abc123')
  })

  test('a token with quotes cannot end the string it stands in', () => {
    const token = `a"b'c\\d`
    expect(connectCode('Python', { ...target, token })).toContain(String.raw`token="a\"b'c\\d"`)
    expect(connectCode('cURL', { ...target, token })).toContain(String.raw`'Authorization: Bearer a"b'\''c\d'`)
  })

  test('an endpoint without a scheme is given one', () => {
    expect(connectCode('cURL', { ...target, endpoint: 'db.example:19530' })).toContain("'http://db.example:19530/v2/")
  })
})
