// The part of zod/mini that the browser uses, as one small file: Next's bundler brings all of zod's core along (28 kB compressed
// instead of 9). next.config.ts makes it before a build and in development, and gives it to the browser in place of zod/mini.
import { buildSync } from 'esbuild'
import fs from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
/** Where the browser's code parses. */
const FOLDERS = ['lib/contracts', 'lib/queries', 'components', 'app']
/** What is taken out of `import('zod/mini')`, and out of a schema's type. */
const ALWAYS = ['config', 'safeParse', 'object', 'string']

/** The functions of zod/mini that are called as `z.name`. */
function usedFunctions() {
  const sources = FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .map((name) => fs.readFileSync(path.join(root, folder, name), 'utf8')),
  ).filter((source) => source.includes("'zod/mini'"))
  const called = sources.flatMap((source) => [...source.matchAll(/\bz\.([a-z_]\w*)\(/g)].map(([, name]) => name))
  return [...new Set([...ALWAYS, ...called])].sort()
}

/** Writes it to `file`. */
export function makeZodMini(file) {
  buildSync({
    absWorkingDir: root,
    stdin: { contents: `export { ${usedFunctions().join(', ')} } from 'zod/mini'`, resolveDir: root },
    outfile: file,
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'warning',
  })
}
