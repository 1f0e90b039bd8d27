import { describe, expect, test } from 'vitest'
import { METHOD_TABLE } from '@/dataplane/gateway/method-table'
import type { PrecheckResult, SourceContents } from '@/lib/contracts/control-api'
import { REFUSED_MEANWHILE, scopeOf } from './scope'

const contents = (over: Partial<SourceContents> = {}): SourceContents => ({ bytes: 1, vectors: [], loaded: 3, users: [], roles: [], expiring: [], ...over })
const precheck = (over: Partial<SourceContents> = {}): PrecheckResult => ({ findings: [], databases: 2, collections: 14, entities: 1_200_000, contents: contents(over) })

describe('the scope of a migration', () => {
  test('counts what the source holds', () => {
    expect(scopeOf(precheck(), 'auto').moves).toEqual(['All of it: 2 databases, 14 collections with their partitions', 'Schemas as they are, and every entity: about 1,200,000', 'Aliases'])
  })

  test('names users, roles and collections with a TTL, a few of many', () => {
    const users = Array.from({ length: 7 }, (_, index) => `user${index}`)
    const stays = scopeOf(precheck({ users, roles: ['reader'], expiring: [{ database: 'default', name: 'a' }, { database: 'shop', name: 'b' }] }), 'auto').stays.join('\n')
    expect(stays).toContain('7 users, since passwords cannot be read: user0, user1, user2, user3, user4 and 2 more')
    expect(stays).toContain('1 role with the grants, which the target does not know: reader')
    expect(stays).toContain('a, shop.b with a TTL')
    expect(stays).toContain('the 3 loaded collections are left unloaded')
  })

  test('says nothing of what the source does not have', () => {
    const stays = scopeOf(precheck({ loaded: 0 }), 'source').stays.join('\n')
    expect(stays).not.toMatch(/user|role|TTL/)
    expect(stays).toContain('no collection is loaded')
  })

  test('speaks in general while the source is not known', () => {
    const unreachable: PrecheckResult = { findings: [], databases: 0, collections: 0, entities: 0, contents: null }
    for (const unknown of [undefined, unreachable]) expect(scopeOf(unknown, 'auto').moves[0]).toBe('All databases, collections and partitions')
  })

  test('the index choice decides whether definitions move', () => {
    expect(scopeOf(undefined, 'source').moves).toContain('Index definitions, also of scalar fields')
    expect(scopeOf(undefined, 'auto').moves).not.toContain('Index definitions, also of scalar fields')
  })
})

test('what is said to be refused is what the gateway knows as aliases, alterations and imports', () => {
  for (const name of REFUSED_MEANWHILE) expect(['alias', 'alter', 'import']).toContain(METHOD_TABLE[name].class)
})
