// Bundles the data plane as `npm run build` does, into a folder of the test's own.
import { build } from 'esbuild'
import fs from 'node:fs/promises'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Programs that the bundle finds beside itself. */
const BESIDE = path.join(ROOT, 'dataplane/embedded')

/** Writes the bundle into `folder`, which must not exist yet; returns the file that Node runs. */
export async function bundleDataPlane(folder: string): Promise<string> {
  const program = path.join(folder, 'dataplane.mjs')
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['dataplane/main.ts'],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: true,
    logLevel: 'warning',
  })
  await fs.symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
  for (const name of await fs.readdir(BESIDE)) if (name.endsWith('.py')) await fs.copyFile(path.join(BESIDE, name), path.join(folder, name))
  return program
}
