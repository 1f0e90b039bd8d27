// The part of zod/mini that the browser uses, as one small file: Next's bundler brings all of zod's core along (28 kB compressed
// instead of 9). next.config.ts makes it before a build and in development, and gives it to the browser in place of zod/mini.
import { buildSync } from 'esbuild'
import path from 'node:path'

/** Used by lib/contracts and lib/queries. A build says which one is missing. */
const USED = [
  ...['object', 'string', 'number', 'int', 'boolean', 'enum', 'literal', 'array', 'record', 'union', 'discriminatedUnion', 'unknown'],
  ...['nullable', 'optional', 'nullish', '_default', 'pick', 'omit', 'extend'],
  ...['regex', 'minLength', 'maxLength', 'positive', 'nonnegative', 'config', 'safeParse'],
]

const root = path.resolve(import.meta.dirname, '..')

/** Writes it to `file`. */
export function makeZodMini(file) {
  buildSync({
    absWorkingDir: root,
    stdin: { contents: `export { ${USED.join(', ')} } from 'zod/mini'`, resolveDir: root },
    outfile: file,
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'warning',
  })
}
