// `npm run verify`: compares both sides of a migration by value from the command line, shows how far it is, and prints the
// verdict. It asks the data plane, as the console's button does.
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createDataPlane, type DataPlane } from '../lib/clusters/data-plane.ts'
import type { VerificationFacts } from '../lib/contracts/control-api.ts'
import { publicMessageOf } from '../lib/errors/app-error.ts'
import { progressLine, tableOf, verdictOf } from './verify/print.ts'

const USAGE = `npm run verify -- --migration ID [options]
  --migration ID     the migration, as its page in the console and GET /v1/migrations name it
  --url URL          control API of the data plane (DATA_PLANE_URL, else http://DATA_PLANE_HOST:DATA_PLANE_PORT)
  --token-file FILE  file with its token (DATA_PLANE_TOKEN, else what DATA_DIR/secrets.json keeps)
  --resync           has what differs synced anew, then verifies again
  --report FILE      writes the report with samples of what differs as JSON
Ends with 0 where both sides are the same, 1 where something differs or changed at every look, 2 where it could not tell.`

const LOOK_MS = 500
const PROGRESS_MS = 2_000

type Options = { migration: string; url: string; tokenFile: string | undefined; resync: boolean; report: string | undefined }

function parse(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args,
    options: { migration: { type: 'string' }, url: { type: 'string' }, 'token-file': { type: 'string' }, resync: { type: 'boolean', default: false }, report: { type: 'string' } },
  })
  if (!values.migration) throw new Error('--migration is missing.')
  const url = values.url ?? (env.DATA_PLANE_URL || `http://${env.DATA_PLANE_HOST || '127.0.0.1'}:${env.DATA_PLANE_PORT || '19400'}`)
  return { migration: values.migration, url, tokenFile: values['token-file'], resync: values.resync, report: values.report }
}

async function tokenOf({ tokenFile }: Options, env: NodeJS.ProcessEnv): Promise<string> {
  if (tokenFile) return (await fs.readFile(tokenFile, 'utf8')).trim()
  if (env.DATA_PLANE_TOKEN) return env.DATA_PLANE_TOKEN
  const file = path.resolve(env.DATA_DIR || './.data', 'secrets.json')
  const kept = await fs.readFile(file, 'utf8').catch(() => undefined)
  const token = kept && (JSON.parse(kept) as { DATA_PLANE_TOKEN?: string }).DATA_PLANE_TOKEN
  if (!token) throw new Error(`There is no token: set DATA_PLANE_TOKEN or --token-file, or DATA_DIR to the folder whose secrets.json keeps it (looked in ${file}).`)
  return token
}

/** Begins a verification, or joins the one that runs, and waits for its end. */
async function verify(plane: DataPlane, id: string): Promise<VerificationFacts> {
  await plane.startVerification(id)
  for (let said = 0; ; await sleep(LOOK_MS)) {
    const { verification } = await plane.migration(id)
    if (!verification) throw new Error('The data plane tells of no verification.')
    if (verification.state !== 'running') return verification
    if (Date.now() - said < PROGRESS_MS) continue
    said = Date.now()
    console.log(progressLine(verification))
  }
}

async function main(options: Options): Promise<number> {
  const plane = createDataPlane({ url: options.url, token: await tokenOf(options, process.env) })
  const id = options.migration
  let last = await verify(plane, id)
  if (options.resync && last.verdict === 'different') {
    console.log(`${tableOf(last)}\n${verdictOf(last)}\nSyncing what differs anew …`)
    await plane.resyncDifferences(id)
    last = await verify(plane, id)
  }
  console.log(`${tableOf(last)}\n${verdictOf(last)}`)
  if (options.report) {
    await fs.writeFile(options.report, Buffer.from(await new Response(await plane.verificationReport(id)).arrayBuffer()))
    console.log(`Report: ${options.report}`)
  }
  if (last.state !== 'completed') return 2
  return last.verdict === 'identical' ? 0 : 1
}

let options: Options | undefined
try {
  options = parse(process.argv.slice(2), process.env)
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 2
}
if (options)
  process.exitCode = await main(options).catch((error: unknown) => {
    console.error(error instanceof Error && error.name !== 'AppError' ? error.message : publicMessageOf(error))
    return 2
  })
