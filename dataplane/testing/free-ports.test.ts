import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freePorts, freeRange } from './free-ports.ts'

test('a port of a range is given to nobody else', async () => {
  const [before] = await freePorts(1)
  const first = await freeRange(40)
  const after = await freePorts(20)
  expect(before! < first || before! >= first + 40).toBe(true)
  for (const port of after) expect(port < first || port >= first + 40).toBe(true)
})

test('a range that comes round takes none of the ports that were given right before it', async () => {
  let before: number[]
  let recent = await freePorts(10)
  do [before, recent] = [recent, await freePorts(10)]
  while (recent[9]! > before[9]!)
  const first = await freeRange(40)
  expect(recent.filter((port) => port >= first && port < first + 40)).toEqual([])
})

test('a process that runs beside this one is given other ports', async () => {
  const mine = await freePorts(20)
  const script = `import { freePorts } from ${JSON.stringify(path.join(import.meta.dirname, 'free-ports.ts'))}; console.log(JSON.stringify(await freePorts(250)))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
  const other = JSON.parse(stdout) as number[]
  expect(other).toHaveLength(250)
  expect(other.filter((port) => mine.includes(port))).toEqual([])
})

test('more ports than there are is an error', async () => {
  await expect(freePorts(10_000)).rejects.toThrow('fewer than 10000 ports')
})
