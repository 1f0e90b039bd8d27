// What demo and tests share before anything else can run: packages, Python environments, the build. Plain Node, since node_modules
// may be missing. As a command it installs the packages.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '..')
const SOURCES = ['app', 'components', 'dataplane', 'lib', 'prisma', 'public', 'scripts']
const ROOT_FILES = ['package-lock.json', 'next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'instrumentation.ts', 'proxy.ts']
const OLDEST_NODE = [20, 19]

/** Ends the process with a sentence when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  console.error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`)
  process.exit(1)
}

function run(command, args, what) {
  console.log(`${what} …`)
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })
  if (done.status === 0) return
  console.error(`${what}: failed. ${done.error?.message ?? 'The messages above say why.'}`)
  process.exit(1)
}

/** npm notes in node_modules which lock file it installed. */
function packagesAreFresh() {
  const note = path.join(root, 'node_modules/.package-lock.json')
  if (!fs.existsSync(note) || !fs.existsSync(path.join(root, 'lib/generated/prisma'))) return false
  const wanted = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(fs.readFileSync(note, 'utf8')).packages
  return Object.entries(wanted).every(([at, entry]) => at === '' || entry.optional || entry.extraneous || installed[at]?.version === entry.version)
}

/** `npm ci`, unless what is installed fits the lock file. */
export function ensurePackages() {
  if (!packagesAreFresh()) run('npm', ['ci', '--no-audit', '--no-fund'], 'Installing packages')
}

function* filesUnder(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'generated') yield* filesUnder(at)
    else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) yield at
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  const folders = SOURCES.map((name) => path.join(root, name)).filter((folder) => fs.existsSync(folder))
  const files = [...folders.flatMap((folder) => [...filesUnder(folder)]), ...ROOT_FILES.map((name) => path.join(root, name))]
  for (const file of files.filter((one) => fs.existsSync(one)).sort()) hash.update(file).update(fs.readFileSync(file))
  return hash.digest('hex')
}

/** `npm run build`, unless the last build was made of the same sources. */
export function ensureBuild() {
  const stamp = path.join(root, 'dist/.sources-sha256')
  const wanted = fingerprint()
  const built = fs.existsSync(path.join(root, '.next/BUILD_ID')) && fs.existsSync(stamp)
  if (built && fs.readFileSync(stamp, 'utf8') === wanted) return
  run('npm', ['run', '-s', 'build'], 'Building (about a minute)')
  fs.writeFileSync(stamp, wanted)
}

// By name: imported this must not run.
if (path.basename(process.argv[1] ?? '') === 'install.mjs') {
  requireNode()
  ensurePackages()
}
