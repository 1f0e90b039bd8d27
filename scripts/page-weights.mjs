// `npm run page-weights`, after a build: how many kB of gzip-compressed JavaScript each page loads first. Ends with 1 where
// a page is over the limit.
//   npm run page-weights               all pages
//   npm run page-weights -- --chunks   with the scripts of each page, heaviest first
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 200
const BUILD = '.next'
const CLIENT_REFERENCES = '_client-reference-manifest.js'

/** Gzip's size of a file of the build. Next compresses with the default level. */
const sizes = new Map()
function compressedBytes(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(fs.readFileSync(path.join(BUILD, file))).length)
  return sizes.get(file)
}

/** Next writes which scripts each layout and page of a route brings as an assignment to a global. */
function entriesOf(file) {
  const scope = {}
  new Function('globalThis', fs.readFileSync(file, 'utf8'))(scope)
  return Object.values(scope.__RSC_MANIFEST)[0].entryJSFiles
}

/** The scripts of a route: the framework's, those of its layouts and of the page, and of what is shown when it fails. */
export function firstLoadOf(file) {
  const { rootMainFiles } = JSON.parse(fs.readFileSync(path.join(file.replace(CLIENT_REFERENCES, ''), 'build-manifest.json'), 'utf8'))
  return [...new Set([...rootMainFiles, ...Object.values(entriesOf(file)).flat()])]
}

/** `/(console)/projects/[projectId]/page` as people see it. */
const addressOf = (file) =>
  `/${path
    .relative(path.join(BUILD, 'server/app'), file)
    .split(path.sep)
    .slice(0, -1)
    .filter((part) => !part.startsWith('('))
    .join('/')}`

function main() {
  if (!fs.existsSync(path.join(BUILD, 'BUILD_ID'))) {
    console.error('The product is not built. Run "npm run build" first.')
    process.exit(1)
  }
  const pages = fs
    .readdirSync(path.join(BUILD, 'server/app'), { recursive: true })
    .filter((name) => name.endsWith(`page${CLIENT_REFERENCES}`) && !name.startsWith('_'))
    .map((name) => path.join(BUILD, 'server/app', name))
    .map((file) => ({ address: addressOf(file), scripts: firstLoadOf(file) }))
    .map((page) => ({ ...page, kB: page.scripts.reduce((sum, script) => sum + compressedBytes(script), 0) / 1000 }))
    .sort((a, b) => a.address.localeCompare(b.address))
  const width = Math.max(...pages.map(({ address }) => address.length))
  console.log(`${'page'.padEnd(width)}     kB   (JavaScript of the first load, gzip; limit ${LIMIT_KB} kB)`)
  for (const { address, scripts, kB } of pages) {
    console.log(`${address.padEnd(width)} ${kB.toFixed(1).padStart(6)}${kB > LIMIT_KB ? '   over the limit' : ''}`)
    if (process.argv.includes('--chunks'))
      for (const script of scripts.sort((a, b) => compressedBytes(b) - compressedBytes(a)))
        console.log(`  ${(compressedBytes(script) / 1000).toFixed(1).padStart(6)}  ${script}`)
  }
  process.exit(pages.some(({ kB }) => kB > LIMIT_KB) ? 1 : 0)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
