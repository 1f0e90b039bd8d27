// Bundles supervisor and data plane into dist/. Packages stay outside: they are loaded from node_modules.
import { build } from 'esbuild'
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')

await build({
  absWorkingDir: root,
  entryPoints: { supervisor: 'scripts/supervisor.ts', dataplane: 'dataplane/main.ts' },
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
})
// Files that are found beside the code that uses them.
const launcher = path.join(root, 'dataplane/embedded')
for (const file of fs.readdirSync(launcher).filter((name) => name.endsWith('.py'))) fs.copyFileSync(path.join(launcher, file), path.join(dist, file))
fs.copyFileSync(path.join(root, 'scripts/supervisor/end-with-parent.mjs'), path.join(dist, 'end-with-parent.mjs'))
