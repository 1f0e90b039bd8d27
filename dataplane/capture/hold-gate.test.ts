import { expect, test } from 'vitest'
import { HoldGate } from './hold-gate.ts'

const LIMITS = { calls: 2, bytes: 100, ms: 60_000 }

test('an open gate lets everything through at once', () => {
  expect(new HoldGate(LIMITS).pass(1_000)).toEqual({ go: true })
})

test('a closed gate holds, and opening it lets the held calls go first', async () => {
  const gate = new HoldGate(LIMITS)
  gate.close()
  const held = gate.pass(10)
  expect(gate.heldCalls).toBe(1)
  gate.open()
  expect(await held).toEqual({ go: true })
  expect(gate.heldCalls).toBe(0)
})

test('held calls are bounded in number and in bytes, and room comes back', async () => {
  const gate = new HoldGate(LIMITS)
  gate.close()
  void gate.pass(60)
  expect(gate.pass(60)).toEqual({ go: false, why: 'overflow' })
  void gate.pass(40)
  expect(gate.pass(0)).toEqual({ go: false, why: 'overflow' })
  gate.open()
  gate.close()
  const later = gate.pass(90)
  expect(gate.heldCalls).toBe(1)
  gate.open()
  expect(await later).toEqual({ go: true })
})

test('closed for DDL it holds DDL and lets writes through, until it is opened', async () => {
  const gate = new HoldGate(LIMITS)
  gate.closeForDdl(60_000)
  expect(gate.pass(10)).toEqual({ go: true })
  const held = gate.pass(10, undefined, 'ddl')
  expect(gate.heldCalls).toBe(1)
  gate.open()
  expect(await held).toEqual({ go: true })
  expect(gate.pass(10, undefined, 'ddl')).toEqual({ go: true })
})

test('closed for DDL it opens by itself when the time is over, but not while it is closed for everything', async () => {
  const gate = new HoldGate(LIMITS)
  gate.closeForDdl(1)
  expect(await gate.pass(10, undefined, 'ddl')).toEqual({ go: true })
  gate.closeForDdl(1)
  const held = gate.pass(10, undefined, 'ddl')
  gate.close()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect([gate.heldCalls, gate.closing.aborted]).toEqual([1, true])
  gate.open()
  expect(await held).toEqual({ go: true })
})

test('DDL that waits while the gate closes for everything is refused with the rest', async () => {
  const gate = new HoldGate(LIMITS)
  gate.closeForDdl(60_000)
  const held = gate.pass(10, undefined, 'ddl')
  gate.close()
  gate.retire()
  expect(await held).toEqual({ go: false, why: 'retired' })
})

test('no call is held for longer than its limit', async () => {
  const gate = new HoldGate({ ...LIMITS, ms: 5 })
  gate.close()
  expect(await gate.pass(1)).toEqual({ go: false, why: 'overflow' })
  expect(gate.heldCalls).toBe(0)
})

test('a client that goes away is not held any more', async () => {
  const gate = new HoldGate(LIMITS)
  gate.close()
  const client = new AbortController()
  const held = gate.pass(1, client.signal)
  client.abort()
  expect(await held).toMatchObject({ go: false })
  expect(gate.heldCalls).toBe(0)
})

test('a retired gate refuses what it held and everything after, also when it is opened', async () => {
  const gate = new HoldGate(LIMITS)
  gate.close()
  const held = gate.pass(1)
  gate.retire()
  gate.open()
  expect(await held).toEqual({ go: false, why: 'retired' })
  expect(gate.pass(1)).toEqual({ go: false, why: 'retired' })
})
