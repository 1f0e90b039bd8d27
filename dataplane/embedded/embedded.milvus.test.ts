import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLogger } from '../lifecycle/logger.ts'
import { litePython } from '../testing/python-env.ts'
import { createEmbedded, type Embedded } from './embedded.ts'
import { probeVersion } from './probe-version.ts'

let root: string
const made: Embedded[] = []
const patience = { restartMs: 50, restartLimitMs: 200, crashLimit: 3, retryFailedMs: 60_000 }

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'zdm-embedded-'))
})
afterEach(async () => {
  await Promise.all(made.splice(0).map((embedded) => embedded.close()))
  await fs.rm(root, { recursive: true, force: true })
})

function embedded(python = litePython()): Embedded {
  const one = createEmbedded({ root, python, log: silentLogger, patience })
  made.push(one)
  return one
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 })

test('a created cluster runs on loopback alone and answers', async () => {
  const clusters = embedded()
  await clusters.create('c1')
  const states: string[] = []
  clusters.onChange((_, { state }) => states.push(state))
  await clusters.start('c1')
  expect(states).toEqual(['creating', 'running'])
  const { host, port } = clusters.address('c1')!
  expect(host).toBe('127.0.0.1')
  await probeVersion(port)
  const elsewhere = Object.values(os.networkInterfaces()).flat().find((at) => at?.family === 'IPv4' && !at.internal)
  if (elsewhere) {
    const socket = net.connect(port, elsewhere.address)
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  }
})

test('a server that is killed is started again, and meanwhile the cluster is unavailable with a reason', async () => {
  const clusters = embedded()
  await clusters.create('c1')
  await clusters.start('c1')
  const seen: { state: string; reason: string | null }[] = []
  clusters.onChange((_, state) => seen.push(state))
  process.kill(clusters.pid('c1')!, 'SIGKILL')
  await eventually(() => expect(seen.map(({ state }) => state)).toEqual(['unavailable', 'running']))
  expect(seen[0]!.reason).toMatch(/SIGKILL/)
  await probeVersion(clusters.address('c1')!.port)
})

test('a server that cannot start fails after a few tries and says why; once that is solved it starts', async () => {
  const clusters = embedded()
  await clusters.create('c1')
  const lock = path.join(root, 'c1/data/LOCK')
  await fs.mkdir(lock) // opening it as a file fails
  await expect(clusters.start('c1')).rejects.toMatchObject({ code: 'embedded.crashed' })
  expect(clusters.state('c1')).toMatchObject({ state: 'failed', reason: expect.stringMatching(/LOCK/) })
  expect(clusters.address('c1')).toBeUndefined()
  await fs.rmdir(lock)
  await clusters.start('c1')
  expect(clusters.state('c1')).toEqual({ state: 'running', reason: null })
})

test('a cluster whose data folder is gone fails instead of starting empty', async () => {
  const clusters = embedded()
  await expect(clusters.start('c1')).rejects.toThrow(/data folder .* is missing/)
})

test('without a usable Python nothing is made and the reason says what to do', async () => {
  const clusters = embedded('/no/such/python')
  const check = await clusters.available()
  expect(check).toMatchObject({ available: false, reason: expect.stringMatching(/not found at "\/no\/such\/python".*python-env/) })
  await expect(clusters.create('c1')).rejects.toMatchObject({ code: 'embedded.unavailable' })
  expect(await fs.readdir(root)).toEqual([])
})

test('stop ends the process and keeps the data; drop removes it', async () => {
  const clusters = embedded()
  await clusters.create('c1')
  await clusters.start('c1')
  const pid = clusters.pid('c1')!
  await clusters.stop('c1')
  expect(isAlive(pid)).toBe(false)
  expect(clusters.state('c1').state).toBe('stopped')
  expect(await fs.readdir(path.join(root, 'c1'))).toEqual(['data'])
  await clusters.start('c1')
  await clusters.drop('c1')
  expect(await fs.readdir(root)).toEqual([])
})

test('an id that would leave the root is refused', async () => {
  await expect(embedded().create('../c1')).rejects.toThrow()
})

/** A data plane in small: starts one cluster in a process of its own and prints its server's number. */
async function startInAnotherProcess() {
  const code = `
    import { createEmbedded } from ${JSON.stringify(path.join(import.meta.dirname, 'embedded.ts'))}
    import { silentLogger } from ${JSON.stringify(path.join(import.meta.dirname, '../lifecycle/logger.ts'))}
    const clusters = createEmbedded({ root: ${JSON.stringify(root)}, python: ${JSON.stringify(litePython())}, log: silentLogger })
    await clusters.create('c1')
    await clusters.start('c1')
    console.log(clusters.pid('c1'))
  `
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code]
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  return { parent, pid: Number(line) }
}

test('a data plane that is killed leaves no server behind', async () => {
  const { parent, pid } = await startInAnotherProcess()
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await eventually(() => expect(isAlive(pid)).toBe(false))
})

test('a server that outlives its data plane is ended before its folder is opened again', async () => {
  const dataDir = path.join(root, 'c1/data')
  await fs.mkdir(dataDir, { recursive: true })
  // Its standard input stays open, as if the data plane's end had gone unnoticed.
  const launcher = path.join(import.meta.dirname, 'lite_server.py')
  const leftover = spawn(litePython(), ['-I', '-u', launcher, dataDir, '0'], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(createInterface({ input: leftover.stdout }), 'line')
  await fs.writeFile(path.join(root, 'c1/server.pid'), String(leftover.pid))
  const ended = once(leftover, 'exit')
  const clusters = embedded()
  await clusters.start('c1')
  expect(leftover.signalCode).toBe('SIGKILL')
  await ended
})

test('another program that got the number of an earlier server is left alone', async () => {
  const clusters = embedded()
  await clusters.create('c1')
  await fs.writeFile(path.join(root, 'c1/server.pid'), String(process.pid))
  await clusters.start('c1')
  expect(clusters.state('c1').state).toBe('running')
})
