import { beforeEach, expect, test, vi } from 'vitest'
import { HoldGate } from '../capture/hold-gate.ts'
import { offset, type JournalOffset } from '../journal/entry.ts'
import { catchUp } from './catch-up.ts'
import { newRecord } from './record.ts'

const LONG_MS = 60_000

let gate: HoldGate
let ddl: { underWay: number; lastDone: JournalOffset | undefined }
let applied: { lagMs: number; at: number }
let troubles: (string | undefined)[]

beforeEach(() => {
  gate = new HoldGate()
  ddl = { underWay: 0, lastDone: undefined }
  applied = { lagMs: 0, at: 0 }
  troubles = []
})

function catchingUp(ddlMs: number): Promise<boolean> {
  const record = newRecord({ id: 'move', sourceId: 'source', targetId: 'target', syncLimitMs: 1, indexes: 'auto' }, 1)
  const capture = { gate, get ddl() { return ddl } }
  const applier = { facts: () => ({ lagMs: applied.lagMs, lagEntries: 0, applyPerS: 0, heartbeatAt: undefined }), get appliedOffset() { return offset(applied.at) } }
  return catchUp({ record, capture, signal: new AbortController().signal, trouble: (_, reason) => troubles.push(reason) }, applier, ddlMs)
}
const holdsDdl = () => gate.pass(1, undefined, 'ddl') instanceof Promise
const looks = (times: number) => vi.waitFor(() => expect(troubles.length).toBeGreaterThanOrEqual(times))

test('where little is left it goes on at once, with DDL held and writes not', async () => {
  expect(await catchingUp(LONG_MS)).toBe(true)
  expect([holdsDdl(), gate.pass(1)]).toEqual([true, { go: true }])
})

test('DDL that is under way or not yet on the target is waited for, and no further one let through meanwhile', async () => {
  ddl = { underWay: 1, lastDone: undefined }
  let isNear = false
  const catching = catchingUp(LONG_MS).then((near) => (isNear = near))
  await looks(2)
  ddl = { underWay: 0, lastDone: offset(7) }
  applied.at = 7
  const seen = troubles.length
  await looks(seen + 2)
  expect([isNear, holdsDdl(), gate.pass(1)]).toEqual([false, true, { go: true }])
  applied.at = 8
  await catching
  expect([isNear, troubles.at(-1)]).toEqual([true, undefined])
})

test('DDL is let go when its time is over, and the lag alone is waited for', async () => {
  ddl = { underWay: 1, lastDone: undefined }
  applied.lagMs = 1_001
  const catching = catchingUp(1)
  await vi.waitFor(() => expect(gate.isClosedForDdl).toBe(false))
  expect(holdsDdl()).toBe(false)
  applied.lagMs = 1_000
  expect(await catching).toBe(true)
})
