import { describe, expect, it, test } from 'vitest'
import { addressesProblem, refusalAt, splitAddresses } from './addresses'

describe('splitAddresses', () => {
  it('takes what people paste: lines, commas, semicolons, brackets', () => {
    expect(splitAddresses('Ada@example.com, bob@example.com;\n <eve@example.com>\n')).toEqual(['ada@example.com', 'bob@example.com', 'eve@example.com'])
  })
  it('names each address once', () => expect(splitAddresses('a@x.io A@x.io')).toEqual(['a@x.io']))
  it('finds none in blanks', () => expect(splitAddresses(' \n, ')).toEqual([]))
})

describe('addressesProblem', () => {
  it('names the address that is none', () => expect(addressesProblem(['a@x.io', 'b@x', 'c'])).toContain('b@x'))
  it('asks for one', () => expect(addressesProblem([])).toContain('at least one'))
  it('finds nothing wrong with addresses', () => expect(addressesProblem(['a.b+c@sub.example.com'])).toBeNull())
})

test('a refusal of the server names the address that it is about', () => {
  expect(refusalAt({ message: 'Enter an e-mail address.', field: 'emails.1' }, ['a@x.io', 'b@x.y'])).toContain('b@x.y')
  expect(refusalAt({ message: 'a@x.io is a member already.', field: 'emails' }, ['a@x.io'])).toBe('a@x.io is a member already.')
})
