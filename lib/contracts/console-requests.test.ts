import { describe, expect, it } from 'vitest'
import { cuSizes, planAllows, PROVIDERS, regionsOf } from './cluster-catalogue.ts'
import * as requests from './console-requests.ts'

const form = { projectId: 'p', name: 'books', provider: 'aws', regionId: 'aws-us-west-2', cuType: 'performance', cuSize: 1 }
const problemsOf = (over: object) =>
  requests.NewCluster.safeParse({ ...form, ...over }).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('ClusterName', () => {
  it.each(['cluster01', 'A-b-9', 'x'.repeat(64), ' padded '])('takes %j', (name) => {
    expect(requests.ClusterName.parse(name)).toBe(name.trim())
  })
  it.each(['', '-a', 'a_b', 'a b', 'ä', 'a/b', 'x'.repeat(65)])('refuses %j', (name) => {
    expect(requests.ClusterName.safeParse(name).success).toBe(false)
  })
})

describe('NewCluster', () => {
  it('takes a filled-in form', () => expect(problemsOf({})).toEqual([]))

  it('reports each broken rule at its field', () => {
    expect(problemsOf({ regionId: 'gcp-us-west1' })).toEqual(['regionId'])
    expect(problemsOf({ cuSize: 3 })).toEqual(['cuSize'])
    expect(problemsOf({ cuType: 'tiered', cuSize: 4 })).toEqual(['cuSize'])
    expect(problemsOf({ plan: 'standard', cuSize: 64 })).toEqual(['cuSize'])
    expect(problemsOf({ name: 'a b' })).toEqual(['name'])
  })
})

describe('the catalogue', () => {
  it('has regions for every provider and sizes for every type', () => {
    for (const provider of PROVIDERS) expect(regionsOf(provider).length).toBeGreaterThan(0)
    expect(cuSizes('standard', 'performance')).toEqual([1, 2, 4, 8, 12, 16, 20, 24, 28, 32])
    expect(cuSizes('enterprise', 'tiered')[0]).toBe(8)
    expect(cuSizes('enterprise', 'capacity').at(-1)).toBe(256)
  })

  it('a plan moves to itself or a higher one', () => {
    expect(planAllows('enterprise', 'standard')).toBe(false)
    expect(planAllows('standard', 'enterprise')).toBe(true)
  })
})

describe('RegisterEndpointRequest', () => {
  const parse = (address: string) =>
    requests.RegisterEndpointRequest.safeParse({ requestId: '12345678', projectId: 'p', name: 'a', address }).data?.address

  it('takes host:port, also with a scheme before it', () => {
    expect(parse('milvus.example.com:19530')).toBe('milvus.example.com:19530')
    expect(parse(' http://10.0.0.1:19530/ ')).toBe('10.0.0.1:19530')
    expect(parse('milvus.example.com')).toBeUndefined()
  })
})

describe('StopDataSyncRequest', () => {
  it('is refused without the confirmation, and retires the source read-only by default', () => {
    expect(requests.StopDataSyncRequest.safeParse({ migrationId: 'a', confirmed: false }).success).toBe(false)
    expect(requests.StopDataSyncRequest.parse({ migrationId: 'a', confirmed: true })).toMatchObject({
      afterLife: 'readonly',
      acceptLag: false,
      acceptUnverified: false,
    })
  })
})

describe('CreateFirstOwnerRequest', () => {
  it('writes addresses in lower case and asks for a password that bcrypt can hold', () => {
    const input = { name: 'A', email: ' A@Example.com ', organization: 'O', password: 'long enough' }
    expect(requests.CreateFirstOwnerRequest.parse(input).email).toBe('a@example.com')
    for (const password of ['short', 'ä'.repeat(40)])
      expect(requests.CreateFirstOwnerRequest.safeParse({ ...input, password }).success).toBe(false)
  })
})
