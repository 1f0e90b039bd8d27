// Turns the end of a Milvus Lite process into one sentence for the user. Pure.
import type { LiteExit } from './lite-process.ts'

type Known = { pattern: RegExp; sentence: (dataDir: string) => string }

const KNOWN: Known[] = [
  { pattern: /No space left on device|\bENOSPC\b|Disk quota exceeded/, sentence: (dir) => `The disk that holds "${dir}" is full; make room there.` },
  { pattern: /Failed to bind|Address already in use|port is in use/, sentence: () => 'Its port on 127.0.0.1 is in use by another program.' },
  { pattern: /DataDirLockedError/, sentence: (dir) => `Another process holds the data folder "${dir}"; end it.` },
  { pattern: /Permission denied|PermissionError|Read-only file system/, sentence: (dir) => `The data folder "${dir}" cannot be written; check its owner and rights.` },
  { pattern: /No module named '?milvus_lite/, sentence: () => 'The Python in use lacks the package milvus-lite; run "node scripts/python-env.mjs".' },
  { pattern: /MemoryError|Cannot allocate memory/, sentence: () => 'There was not enough memory.' },
]

/** Why a server ended, in words. Unknown ends carry the last line of its standard error. */
export function crashReason(exit: LiteExit, options: { python: string; dataDir: string }): string {
  if (exit.spawnError) return spawnReason(exit.spawnError, options.python)
  const text = exit.stderr.join('\n')
  const known = KNOWN.find(({ pattern }) => pattern.test(text))
  if (known) return known.sentence(options.dataDir)
  const how = exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.code}`
  const last = exit.stderr.findLast((line) => line.trim() !== '')
  return `The server ${how}${last ? `: ${last.trim().slice(0, 300)}` : ''}.`.replace(/\.\.$/, '.')
}

function spawnReason(error: NodeJS.ErrnoException, python: string): string {
  if (error.code === 'ENOENT') return `Python was not found at "${python}"; run "node scripts/python-env.mjs" or set PYTHON.`
  if (error.code === 'EACCES') return `"${python}" is not a program that may be run; set PYTHON.`
  if (error.code === 'EAGAIN' || error.code === 'ENOMEM') return 'The system has no room for another process.'
  return `Python could not be started: ${error.message}.`
}
