// Besides Next's own rules: who may import whom (the console and the data plane meet only at the control API), where the
// environment may be read, and how files are named and how long they may be.
import next from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'
import path from 'node:path'

const PURE = ['lib/migration', 'lib/contracts', 'lib/errors']
const TESTS = ['**/*.test.{ts,tsx}', '**/testing/**', 'e2e/**']
const SCRIPTS = ['scripts/**', 'bench/**', '*.config.{ts,mjs}']

/** Folders of lib/ that need Node or the database, so that neither the browser nor the data plane may have them. */
const CONSOLE_ONLY = ['lib/auth', 'lib/clusters', 'lib/collections', 'lib/db', 'lib/jobs', 'lib/mail', 'lib/organization']
/** Parts that do not import each other; what they all speak (milvus, journal, lifecycle, store) lies below them. */
const DATA_PLANE_PARTS = ['applier', 'capture', 'copier', 'cutover', 'embedded', 'gateway', 'verifier']

const zone = (target, from, message, except) => ({ target, from, message, ...(except && { except }) })
const zones = [
  zone('./app', './dataplane', 'The console reaches the data plane through lib/clusters/data-plane.ts only.'),
  zone('./components', './dataplane', 'Components know the contracts, not the data plane.'),
  zone('./components', CONSOLE_ONLY.map((folder) => `./${folder}`), 'Components run in the browser; use lib/queries.'),
  zone('./components/ui', './components', 'Primitives know no feature.', ['./ui']),
  zone('./lib', ['./app', './components', './dataplane'], 'lib/ is below app, components and dataplane.'),
  zone('./lib/queries', CONSOLE_ONLY.map((folder) => `./${folder}`), 'lib/queries runs in the browser.'),
  ...PURE.map((folder) => zone(`./${folder}`, './lib', 'This folder is pure.', PURE.map((pure) => `./${pure.slice(4)}`))),
  zone('./lib/migration', ['./lib/contracts', './lib/errors'], 'lib/migration imports nothing.'),
  zone('./dataplane', ['./app', './components'], 'The data plane knows nothing of the console.'),
  zone('./dataplane', './lib', 'The data plane shares lib/migration, lib/contracts, lib/errors and lib/config only.', ['./migration', './contracts', './errors', './config']),
]

/** The file-name rule, as a rule of our own: one regular expression is all that is needed. */
const kebabCase = {
  create: (context) => ({
    Program(node) {
      const name = path.basename(context.filename)
      if (!/^(\[[\w.-]+\]|[a-z0-9]+(-[a-z0-9]+)*)(\.[a-z0-9-]+)*$/.test(name))
        context.report({ node, message: `Name files in kebab-case: "${name}".` })
      if (/^(utils|helpers|common|misc|types|index|handlers|manager|service)\.(ts|tsx)$/.test(name))
        context.report({ node, message: `"${name}" says nothing; name the file after its main export.` })
    },
  }),
}

const noEnvironment = {
  'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Options are read in lib/config.' }],
}

const config = [
  { ignores: ['.next/**', 'dist/**', '.venv/**', '.data/**', 'lib/generated/**', 'next-env.d.ts', 'test-results/**', 'playwright-report/**'] },
  ...next,
  ...typescript,
  {
    files: ['**/*.{ts,tsx,mjs}'],
    plugins: { product: { rules: { 'kebab-case': kebabCase } } },
    rules: {
      'product/kebab-case': 'error',
      'import/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      ...noEnvironment,
    },
  },
  { files: ['components/**'], rules: { 'max-lines': ['error', { max: 250 }] } },
  { files: ['app/**/page.tsx', 'app/**/route.ts'], rules: { 'max-lines': ['error', { max: 80 }] } },
  {
    files: ['lib/contracts/**', 'lib/queries/**', 'components/**'],
    ignores: [...TESTS, 'lib/contracts/*-requests.ts', 'lib/contracts/cluster-catalogue.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'zod', allowTypeImports: true, message: 'Every page would bring the whole zod along: use zod/mini in replies, useRequestForm in forms.' },
            { name: 'sonner', message: 'Use components/ui/toast.tsx.' },
          ],
        },
      ],
    },
  },
  { files: ['lib/config/**', ...SCRIPTS, ...TESTS], rules: { 'no-restricted-properties': 'off' } },
  // Tests print what they measured.
  { files: [...SCRIPTS, ...TESTS], rules: { 'no-console': 'off' } },
  // Tests reach for whatever they try out, and servers that they need.
  { files: TESTS, rules: { 'import/no-restricted-paths': 'off', 'max-lines': ['error', { max: 600 }] } },
  { files: ['dataplane/**'], rules: { '@next/next/no-assign-module-variable': 'off' } },
  ...DATA_PLANE_PARTS.map((part) => ({
    files: [`dataplane/${part}/**`],
    ignores: TESTS,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: DATA_PLANE_PARTS.filter((other) => other !== part).map((other) => ({
            group: [`**/${other}/**`, `!**/gateway/ports.ts`],
            message: `dataplane/${part} takes what it needs of ${other} as an interface; compose.ts joins them.`,
          })),
        },
      ],
    },
  })),
]
export default config
