import { expect, test } from 'vitest'
import { crashReason } from './crash-reason.ts'
import type { LiteExit } from './lite-process.ts'

const where = { python: '/opt/python', dataDir: '/data/c1' }
const exit = (over: Partial<LiteExit>): LiteExit => ({ code: 1, signal: null, spawnError: undefined, stderr: [], ...over })

test.each([
  ['OSError: [Errno 28] No space left on device', /disk that holds "\/data\/c1" is full/],
  ['RuntimeError: Failed to bind to address 127.0.0.1:80', /port on 127\.0\.0\.1 is in use/],
  ["milvus_lite.exceptions.DataDirLockedError: another process holds the lock on '/data/c1'", /Another process holds/],
  ["PermissionError: [Errno 13] Permission denied: '/data/c1/LOCK'", /cannot be written/],
  ["ModuleNotFoundError: No module named 'milvus_lite'", /lacks the package milvus-lite/],
])('a known failure is explained: %s', (line, sentence) => {
  expect(crashReason(exit({ stderr: ['Traceback (most recent call last):', line] }), where)).toMatch(sentence)
})

test('a Python that is not there is named', () => {
  const spawnError = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' })
  expect(crashReason(exit({ code: null, spawnError }), where)).toMatch(/Python was not found at "\/opt\/python"/)
})

test('an unknown end carries how it ended and the last line that it wrote', () => {
  const reason = crashReason(exit({ code: null, signal: 'SIGKILL', stderr: ['one', 'ValueError: odd', ''] }), where)
  expect(reason).toBe('The server was ended by SIGKILL: ValueError: odd.')
})
