// `npm test`: installs what the tests need, servers and browser included, and runs every suite.
//   npm test                 all
//   npm test -- unit db      some of: unit, db, milvus, e2e
// The last line is "N passed, N failed". A test that did not run counts as failed.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureBuild, ensurePackages, requireNode, root } from './install.mjs'
import { ensurePythonEnv, PythonEnvError } from './python-env.mjs'

const SUITES = ['unit', 'db', 'milvus', 'e2e']
const asked = process.argv.slice(2)
const suites = asked.length > 0 ? SUITES.filter((name) => asked.includes(name)) : SUITES
if (suites.length === 0) {
  console.error(`There are these suites: ${SUITES.join(', ')}.`)
  process.exit(1)
}

async function prepare() {
  requireNode()
  ensurePackages()
  try {
    if (suites.includes('milvus') || suites.includes('e2e')) ensurePythonEnv('lite', console.log)
    if (suites.includes('milvus')) for (const name of ['milvus23', 'pg']) ensurePythonEnv(name, console.log)
  } catch (error) {
    if (!(error instanceof PythonEnvError)) throw error
    console.error(error.message)
    process.exit(1)
  }
  if (!suites.includes('e2e')) return
  const { ensureChromium } = await import('../e2e/support/chromium.mjs')
  ensureChromium(console.log)
  ensureBuild()
}

/** Runs a command whose output streams through; resolves when it has ended. Ctrl-C reaches it as it reaches us. */
const run = (args, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })

const readJson = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined)

async function runVitest(name, folder) {
  const report = path.join(folder, `${name}.json`)
  const code = await run(['node_modules/vitest/vitest.mjs', 'run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  const result = readJson(report)
  if (!result) return { passed: 0, failed: 1 }
  const notRun = result.numPendingTests + result.numTodoTests
  // A file that cannot be loaded fails without a test of its own.
  const brokenFiles = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status === 'passed')).length
  const failed = result.numFailedTests + notRun + brokenFiles
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed }
}

async function runPlaywright() {
  const report = path.join(root, 'test-results/e2e.json')
  fs.rmSync(report, { force: true })
  const code = await run(['node_modules/@playwright/test/cli.js', 'test'])
  const stats = readJson(report)?.stats
  if (!stats) return { passed: 0, failed: 1 }
  const failed = stats.unexpected + stats.flaky + stats.skipped
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed }
}

await prepare()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zdm-results-'))
const results = []
for (const name of suites) {
  const startedAt = Date.now()
  console.log(`\n── ${name} ──`)
  const result = name === 'e2e' ? await runPlaywright() : await runVitest(name, folder)
  results.push({ name, ...result, seconds: Math.round((Date.now() - startedAt) / 1000) })
}
fs.rmSync(folder, { recursive: true, force: true })
console.log('')
for (const { name, passed, failed, seconds } of results) console.log(`${name.padEnd(8)}${passed} passed, ${failed} failed (${seconds} s)`)
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exit(sum('failed') > 0 || sum('passed') === 0 ? 1 : 0)
