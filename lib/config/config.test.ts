import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { consoleConfig } from './console.ts'
import { dataPlaneConfig } from './data-plane.ts'
import { envExample } from './env-example.ts'
import { supervisorConfig } from './supervisor.ts'

const TOKEN = 'a-token-of-sixteen'

test('every problem is reported together, with its option', () => {
  const bad = { DATA_PLANE_PORT: '70000', GATEWAY_PORT_RANGE: '9-1', LOG_LEVEL: 'loud', DATA_PLANE_TOKEN: 'short' }
  const problems = ['DATA_PLANE_PORT must be a port', 'GATEWAY_PORT_RANGE must be a range', 'LOG_LEVEL', 'DATA_PLANE_TOKEN must have at least 16']
  for (const problem of problems) expect(() => dataPlaneConfig(bad)).toThrow(problem)
})

test('what must be given and is not is named', () => {
  expect(() => consoleConfig({})).toThrow(/DATABASE_URL is not set.*SECRETS_KEY is not set/)
})

test('an empty value counts as unset', () => {
  expect(dataPlaneConfig({ DATA_PLANE_TOKEN: TOKEN, LOG_LEVEL: '' }).LOG_LEVEL).toBe('info')
})

test('paths are absolute and the result cannot be changed', () => {
  const config = dataPlaneConfig({ DATA_PLANE_TOKEN: TOKEN, DATA_DIR: './x' })
  expect(config.DATA_DIR).toBe(path.resolve('x'))
  expect(config.PYTHON).toBe(path.resolve('.venv/lite/bin/python'))
  expect(Object.isFrozen(config)).toBe(true)
  expect(config.GATEWAY_PORT_RANGE).toEqual({ from: 19530, to: 19929 })
})

test('the whole product starts without any option', () => {
  expect(supervisorConfig({})).toMatchObject({ PORT: 3000, DATABASE_URL: undefined, SECRETS_KEY: undefined })
})

test('a problem never shows the value of a secret', () => {
  expect(() => consoleConfig({ SECRETS_KEY: 'tooshortsecret' })).toThrow(expect.not.stringContaining('tooshortsecret'))
})

test('.env.example lists every option as it is', () => {
  expect(fs.readFileSync('.env.example', 'utf8'), 'run: node --import tsx scripts/env-example.ts').toBe(envExample())
})
