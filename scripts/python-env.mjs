// Makes the Python virtual environments of the product and its tests under .venv/ (not in git). Safe to run at any
// time: an environment that fits its requirements file is left alone, and two processes do not build the same one.
//   node scripts/python-env.mjs [lite] [milvus23] [pg]     (default: lite)
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
// milvus23: grpcio of that time has no wheels for Python 3.13 and later.
const NEWEST_MINOR = { lite: Infinity, milvus23: 12, pg: Infinity }
const OLDEST_MINOR = 10

/** A problem that the person who runs the command can solve; shown without a stack. */
export class PythonEnvError extends Error {}

const versionOf = (command) => {
  const asked = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' })
  if (asked.status !== 0) return undefined
  const [major, minor] = asked.stdout.trim().split('.').map(Number)
  return { command, major, minor, text: asked.stdout.trim() }
}

/** The first Python on the machine that fits: $BASE_PYTHON, python3, then python3.12 … python3.10. */
function findPython(name) {
  const candidates = [process.env.BASE_PYTHON, 'python3', 'python3.12', 'python3.11', 'python3.10'].filter(Boolean)
  const found = candidates.map(versionOf).filter(Boolean)
  const fits = (v) => v.major === 3 && v.minor >= OLDEST_MINOR && v.minor <= NEWEST_MINOR[name]
  const python = found.find(fits)
  if (python) return python.command
  const range = NEWEST_MINOR[name] === Infinity ? `3.${OLDEST_MINOR} or newer` : `3.${OLDEST_MINOR} to 3.${NEWEST_MINOR[name]}`
  const have = found.length ? `found only ${[...new Set(found.map((v) => v.text))].join(', ')}` : 'found none'
  throw new PythonEnvError(
    `Python ${range} is needed (${have}). Install it (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python) or set BASE_PYTHON to its path.`,
  )
}

function run(command, args, explain) {
  const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, PYTHONNOUSERSITE: '1' } })
  if (done.status === 0) return
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`.trim()
  throw new PythonEnvError(`${explain(output)}\n${output.split('\n').slice(-12).join('\n')}`)
}

function build(name, folder, requirements) {
  const python = findPython(name)
  fs.rmSync(folder, { recursive: true, force: true })
  run(python, ['-m', 'venv', folder], (output) =>
    /ensurepip|No module named venv/.test(output)
      ? `${python} cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv`
      : `${python} could not make a virtual environment in ${folder}:`,
  )
  run(path.join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], () =>
    `Could not install ${path.relative(root, requirements)} (is the package index reachable, is there room on the disk?):`,
  )
}

const alive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs `work` while no other process holds `file`. Synchronous, so that it can stand before anything else. */
function locked(file, work) {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : 0)
      // A holder that is gone leaves its file behind; an empty file is one that is being written.
      if (holder && !alive(holder)) fs.rmSync(file, { force: true })
      else Atomics.wait(pause, 0, 0, 200)
    }
  }
  try {
    return work()
  } finally {
    fs.rmSync(file, { force: true })
  }
}

/**
 * Makes the environment `name` ('lite', 'milvus23' or 'pg') when it is missing or out of date; returns its Python.
 * @param {'lite' | 'milvus23' | 'pg'} name
 * @param {(line: string) => void} [say]
 * @returns {string}
 */
export function ensurePythonEnv(name, say = () => {}) {
  const folder = path.join(root, '.venv', name)
  const python = path.join(folder, 'bin/python')
  const requirements = path.join(root, 'scripts/requirements', `${name}.txt`)
  const wanted = createHash('sha256').update(fs.readFileSync(requirements)).digest('hex')
  const stamp = path.join(folder, '.requirements-sha256')
  const ready = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted && versionOf(python) !== undefined
  if (ready()) return python
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  locked(`${folder}.lock`, () => {
    if (ready()) return
    say(`Making the Python environment .venv/${name} (once; takes a minute) …`)
    build(name, folder, requirements)
    fs.writeFileSync(stamp, wanted)
  })
  return python
}

// By name: bundled into another program this must not run.
if (path.basename(process.argv[1] ?? '') === 'python-env.mjs') {
  try {
    const names = process.argv.slice(2)
    for (const name of names.length ? names : ['lite']) console.log(ensurePythonEnv(name, console.log))
  } catch (error) {
    if (!(error instanceof PythonEnvError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
