// Puts packages for other systems back into package-lock.json. `npm install` leaves an optional package out when the
// registry at hand does not serve it, and `npm ci` then refuses the whole file ("Missing: … from lock file"). npm skips these
// entries by os and cpu without fetching them. Run after every change of dependencies.
import fs from 'node:fs'

const SYSTEMS = ['android', 'darwin', 'freebsd', 'win32', 'linux', 'openharmony', 'openbsd', 'netbsd', 'sunos', 'aix']
const CPUS = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32', 'arm']

const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
const holds = (at, name) => [`${at}/node_modules/${name}`, `node_modules/${name}`].some((place) => lock.packages[place.replace(/^\//, '')])

function entryFor(name, range, dev) {
  const words = name.split('/').at(-1).split('-')
  const os = words.filter((word) => SYSTEMS.includes(word))
  const cpu = words.filter((word) => CPUS.includes(word))
  if (os.length === 0 && cpu.length === 0) return undefined
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev: true }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}

const added = []
for (const [at, owner] of Object.entries(lock.packages))
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    if (holds(at, name)) continue
    const entry = entryFor(name, range, owner.dev)
    if (!entry) {
      console.warn(`${name} is not a package for one system; left out`)
      continue
    }
    lock.packages[`node_modules/${name}`] = entry
    added.push(name)
  }
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
fs.writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${added.length} packages for other systems put back`)
