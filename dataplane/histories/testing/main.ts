// npm run histories: plays random histories on real servers for as long as it is told to.
import fs from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describeWrong, explore, playAgain, type Settings } from './explore.ts'
import { sizeOf, type History } from './history.ts'
import type { Played } from './play.ts'
import { PAIRS, type Pair } from './profiles.ts'
import { startServers } from './stage.ts'

const USAGE = `npm run histories -- [options]
  --engine NAME      ${PAIRS.join(', ')} (lite): Lite to Lite, Milvus 2.3.5 to 2.3.5, Milvus 2.3.5 to Lite
  --runs N           histories to play (50)
  --minutes M        begin no history after this time (60)
  --seed S           of fast-check (the time)
  --path P           of fast-check: plays the history of a run before again
  --file FILE        plays this history --runs times instead of random ones
  --shrink-minutes M time to look for a smaller wrong history (10)
  --no-crashes       leave the data plane alone`

type Options = Settings & { file: string | undefined }

function parse(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string', default: 'lite' },
      runs: { type: 'string', default: '50' },
      minutes: { type: 'string', default: '60' },
      seed: { type: 'string' },
      path: { type: 'string' },
      file: { type: 'string' },
      'shrink-minutes': { type: 'string', default: '10' },
      'no-crashes': { type: 'boolean', default: false },
    },
  })
  const pair = PAIRS.find((one) => one === values.engine)
  if (!pair) throw new Error(`There is no engine "${values.engine}": ${PAIRS.join(', ')}.`)
  const number = (text: string, option: string) => {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`${option} takes a number, not "${text}".`)
    return Number(text)
  }
  return {
    pair,
    runs: number(values.runs, '--runs'),
    minutes: number(values.minutes, '--minutes'),
    seed: values.seed === undefined ? Date.now() % 2 ** 31 : number(values.seed, '--seed'),
    ...(values.path !== undefined && { replay: values.path }),
    shrinkMinutes: number(values['shrink-minutes'], '--shrink-minutes'),
    crashes: !values['no-crashes'],
    file: values.file,
  }
}

function report(pair: Pair): (played: Played, history: History) => void {
  let n = 0
  return (played, history) => {
    const crash = history.crash ? `, ${history.crash.how} while ${history.crash.during}` : ''
    const verdict = played.problems.length === 0 ? 'right' : `WRONG: ${played.problems[0]}`
    console.log(`${pair} ${++n}: ${sizeOf(history)} calls, ${played.acknowledged} acknowledged, ${played.failed} failed${crash}, ${played.tries} tries, ${played.seconds.toFixed(1)} s, ${verdict}`)
  }
}

async function main(options: Options): Promise<void> {
  const servers = await startServers(options.pair)
  try {
    const settings = { ...options, onPlayed: report(options.pair) }
    if (options.file !== undefined) {
      const history = JSON.parse(await fs.readFile(options.file, 'utf8')) as History
      const problems = await playAgain(history, options.runs, settings, servers)
      console.log(problems.length === 0 ? `right ${options.runs} times` : problems.join('\n'))
      if (problems.length > 0) process.exitCode = 1
      return
    }
    console.log(`seed ${options.seed}`)
    const { wrong, ...done } = await explore(settings, servers)
    console.log(`${done.histories} histories in ${Math.round(done.seconds)} s: ${done.acknowledged} calls acknowledged, ${done.failed} not, ${done.entities} entities compared, the data plane ended in ${done.crashes}`)
    if (!wrong) return
    console.error(`\n${describeWrong(wrong, options.pair)}`)
    process.exitCode = 1
  } finally {
    await servers.stop()
  }
}

let options: Options | undefined
try {
  options = parse(process.argv.slice(2))
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 2
}
if (options) await main(options)
