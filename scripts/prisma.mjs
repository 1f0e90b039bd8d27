// Runs the Prisma CLI without its schema engine: every command of Prisma 7 first downloads that program unless
// PRISMA_SCHEMA_ENGINE_BINARY names an existing file. `generate`, `validate` and `format` never start it. The file named is
// Node's own, so that a command that does start it fails loudly.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
let cli
try {
  cli = require.resolve('prisma/build/index.js')
} catch {
  console.log('prisma is not installed (production install): the client made at build time is used')
  process.exit(0)
}
const done = spawnSync(process.execPath, [cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1', ...process.env },
})
process.exit(done.status ?? 1)
