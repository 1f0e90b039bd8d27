import { beforeEach, expect, test, vi } from 'vitest'
import { dropDraft, keepDraft, readDraft, readKept } from './form-draft'

/** As a browser's: what is kept are own properties. */
class Store {
  [key: string]: unknown
  static methods = {
    getItem(this: Store, key: string) {
      return (this[key] as string | undefined) ?? null
    },
    setItem(this: Store, key: string, value: string) {
      this[key] = value
    },
    removeItem(this: Store, key: string) {
      delete this[key]
    },
  }
}

beforeEach(() => vi.stubGlobal('sessionStorage', Object.assign(Object.create(Store.methods) as object)))

const typed = { name: 'target01', description: 'for the shop', provider: 'gcp', regionId: 'gcp-us-west1', plan: 'standard', cuType: 'capacity', cuSize: 4 } as const

test('every field that was typed is there again', () => {
  keepDraft('migrate-a', { ...typed, projectId: 'p1' })
  expect(readDraft('migrate-a')).toEqual(typed)
  expect(readDraft('migrate-b')).toEqual({})
})

test('a draft that does not fit this version is no draft', () => {
  keepDraft('migrate-a', { ...typed, provider: 'moon' })
  expect(readDraft('migrate-a')).toEqual({})
  sessionStorage.setItem('new-cluster:migrate-a', '{broken')
  expect(readDraft('migrate-a')).toEqual({})
})

test('a used draft is forgotten with all that was kept beside it, and no other', () => {
  keepDraft('migrate-a', typed)
  keepDraft('migrate-a:indexes', 'source')
  keepDraft('migrate-ab', typed)
  dropDraft('migrate-a')
  expect(readDraft('migrate-a')).toEqual({})
  expect(readKept('migrate-a:indexes')).toBeNull()
  expect(readDraft('migrate-ab')).toEqual(typed)
})

test('a browser that keeps nothing does no harm', () => {
  vi.stubGlobal('sessionStorage', undefined)
  keepDraft('migrate-a', typed)
  dropDraft('migrate-a')
  expect(readDraft('migrate-a')).toEqual({})
})
