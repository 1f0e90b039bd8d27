import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

const from = (forwardedFor: string | undefined, trustedProxies: number) =>
  clientAddress({ socketAddress: '::ffff:10.0.0.1', forwardedFor, trustedProxies })

describe('clientAddress', () => {
  it('without a proxy to trust it is the socket’s, whatever a client claims', () => {
    expect(from(undefined, 0)).toBe('10.0.0.1')
    expect(from('1.2.3.4', 0)).toBe('10.0.0.1')
  })

  it('behind proxies it is what the outermost of them saw', () => {
    expect(from('203.0.113.9', 1)).toBe('203.0.113.9')
    expect(from('made-up, 203.0.113.9', 1)).toBe('203.0.113.9')
    expect(from('made-up, 203.0.113.9, 10.0.0.2', 2)).toBe('203.0.113.9')
  })

  it('a request that came past the proxies has the address that is known', () => {
    expect(from(undefined, 1)).toBe('10.0.0.1')
    expect(clientAddress({ socketAddress: undefined, forwardedFor: undefined, trustedProxies: 0 })).toBe('unknown')
  })
})
