import { expect, it, vi } from 'vitest'
import { requireWorkerToken, workerToken } from './worker-token.ts'

vi.mock('../config/console.ts', () => ({ consoleConfig: () => ({ NEXTAUTH_SECRET: 'a secret of the tests only' }) }))

it('only the token itself opens the worker endpoint', () => {
  expect(() => requireWorkerToken(`Bearer ${workerToken()}`)).not.toThrow()
  for (const header of [null, '', 'Bearer ', workerToken(), `Bearer ${workerToken()}0`, 'Bearer a secret of the tests only'])
    expect(() => requireWorkerToken(header)).toThrow('request.unauthorized')
})
