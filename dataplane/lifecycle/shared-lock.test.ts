import { expect, test } from 'vitest'
import { LockTable, SharedLock } from './shared-lock.ts'

/** Lets every promise that can settle now do so. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('shared holds stand side by side, an exclusive one waits for all of them', async () => {
  const lock = new SharedLock()
  const holds = await Promise.all([lock.shared(), lock.shared()])
  let entered = false
  const exclusive = lock.exclusive().then((release) => ((entered = true), release))
  holds[0]()
  await settled()
  expect(entered).toBe(false)
  holds[1]()
  await exclusive
  expect(entered).toBe(true)
})

test('a waiting exclusive hold is not starved: later shared ones wait behind it', async () => {
  const lock = new SharedLock()
  const order: string[] = []
  const first = await lock.shared()
  const ddl = lock.exclusive().then((release) => (order.push('ddl'), release()))
  const write = lock.shared().then((release) => (order.push('write'), release()))
  await settled()
  expect(order).toEqual([])
  first()
  await Promise.all([ddl, write])
  expect(order).toEqual(['ddl', 'write'])
})

test('two exclusive holds never overlap', async () => {
  const lock = new SharedLock()
  let inside = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const release = await lock.exclusive()
      most = Math.max(most, ++inside)
      await settled()
      inside--
      release()
    }),
  )
  expect(most).toBe(1)
  expect(lock.isIdle).toBe(true)
})

test('a hold that is released twice is released once', async () => {
  const lock = new SharedLock()
  const [one, other] = await Promise.all([lock.shared(), lock.shared()])
  one()
  one()
  let entered = false
  const exclusive = lock.exclusive().then((release) => ((entered = true), release))
  await settled()
  expect(entered).toBe(false)
  other()
  await exclusive
})

test('names do not wait for each other, and the same name does', async () => {
  const table = new LockTable()
  const a = await table.exclusive('a')
  const b = await table.exclusive('b')
  let entered = false
  const again = table.shared('a').then((release) => ((entered = true), release))
  b()
  await settled()
  expect(entered).toBe(false)
  a()
  ;(await again)()
  ;(await table.exclusive('a'))()
})

test('an exclusive hold that is given up leaves the line, and those behind it go on', async () => {
  const locks = new LockTable()
  const first = await locks.shared('a')
  const abort = new AbortController()
  const exclusive = locks.exclusive('a', abort.signal)
  const behind = locks.shared('a')
  abort.abort(new Error('too long'))
  await expect(exclusive).rejects.toThrow('too long')
  const second = await behind
  first()
  second()
  await expect(locks.exclusive('a', abort.signal)).rejects.toThrow('too long')
  const free = await locks.exclusive('a')
  free()
})
