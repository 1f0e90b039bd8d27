// Plays random histories until one is judged wrong or enough were played; then looks for a smaller one that is wrong
// too. Concurrency is real, so a wrong history may go right when it is played again: candidates for a smaller one are
// played several times, and the first wrong one is always kept with its logs.
import fs from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { histories } from './arbitrary.ts'
import { sizeOf, type History } from './history.ts'
import { play, type Played } from './play.ts'
import { PROFILES, type Pair } from './profiles.ts'
import { startReader, type Reader } from './reader.ts'
import { startStage, type Servers, type Stage } from './stage.ts'

export type Settings = {
  pair: Pair
  runs: number
  seed: number
  /** Of a run before, to play its history again (fast-check's path). */
  replay?: string
  /** No new history is begun after this time. */
  minutes: number
  crashes: boolean
  /** Time to look for a smaller history. */
  shrinkMinutes: number
  onPlayed?: (played: Played, history: History) => void
}

export type Wrong = {
  seed: number
  path: string
  /** The smallest one found, and what was wrong with it. */
  history: History
  problems: string[]
  /** Folder of the first wrong one: history, book, log of the data plane. */
  folder: string
}

export type Explored = { histories: number; acknowledged: number; failed: number; entities: number; seconds: number; crashes: number; wrong: Wrong | undefined }

const FOLDER = path.resolve(import.meta.dirname, '../../../test-results/histories')
/** How often a candidate for a smaller history is played. */
const REPEATS = 3

export async function explore(settings: Settings, servers: Servers): Promise<Explored> {
  const explorer = new Explorer(settings, servers)
  try {
    return await explorer.run()
  } finally {
    await explorer.stop()
  }
}

/** Plays this one history `times` times; resolves with the problems of the first wrong one. */
export async function playAgain(history: History, times: number, settings: Settings, servers: Servers): Promise<string[]> {
  const explorer = new Explorer(settings, servers)
  try {
    for (let n = 0; n < times; n++) {
      const played = await explorer.playOnce(history)
      if (played.problems.length > 0) return [...played.problems, `kept in ${await explorer.keep(history, played)}`]
    }
    return []
  } finally {
    await explorer.stop()
  }
}

class Explorer {
  #settings: Settings
  #servers: Servers
  #stage: Stage | undefined
  #reader: Reader = startReader()
  #log = ''
  #done: Explored = { histories: 0, acknowledged: 0, failed: 0, entities: 0, seconds: 0, crashes: 0, wrong: undefined }

  constructor(settings: Settings, servers: Servers) {
    this.#settings = settings
    this.#servers = servers
  }

  async run(): Promise<Explored> {
    const { pair, runs, seed, replay, minutes, shrinkMinutes, crashes } = this.#settings
    const begin = Date.now()
    let first: { problems: string[]; folder: string; until: number } | undefined
    let smallest: string[] = []
    const property = fc.asyncProperty(histories(PROFILES[pair], crashes), async (history) => {
      if (!first && Date.now() - begin > minutes * 60_000) return
      if (first && Date.now() > first.until) return
      for (let n = 0; n < (first ? REPEATS : 1); n++) {
        const played = await this.playOnce(history)
        if (played.problems.length === 0) continue
        smallest = played.problems
        first ??= { problems: played.problems, folder: await this.keep(history, played), until: Date.now() + shrinkMinutes * 60_000 }
        throw new Error(played.problems.join('\n'))
      }
    })
    const result = await fc.check(property, { numRuns: runs, seed, ...(replay && { path: replay }) })
    if (result.failed && result.counterexample && first)
      this.#done.wrong = { seed: result.seed, path: result.counterexamplePath ?? '', history: result.counterexample[0], problems: smallest, folder: first.folder }
    else if (result.failed) throw result.errorInstance ?? new Error(fc.defaultReportMessage(result) ?? 'fast-check failed')
    this.#done.seconds = (Date.now() - begin) / 1000
    return this.#done
  }

  /** Plays the history on a stage that is as new; a stage on which something went wrong is thrown away. */
  async playOnce(history: History): Promise<Played> {
    const { pair, onPlayed } = this.#settings
    const stage = (this.#stage ??= await startStage(pair, this.#servers))
    const played = await play(history, { stage, reader: this.#reader, profile: PROFILES[pair] })
    this.#done.histories++
    this.#done.acknowledged += played.acknowledged
    this.#done.failed += played.failed
    this.#done.entities += played.entities
    if (history.crash) this.#done.crashes++
    onPlayed?.(played, history)
    if (played.problems.length === 0) await stage.clear()
    else {
      this.#log = await fs.readFile(path.join(stage.plane.dir, 'data-plane.log'), 'utf8')
      await this.#end()
    }
    return played
  }

  /** Writes down what is needed to understand a wrong history. */
  async keep(history: History, played: Played): Promise<string> {
    const folder = path.join(FOLDER, `${this.#settings.pair}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
    await fs.mkdir(folder, { recursive: true })
    await fs.writeFile(path.join(folder, 'history.json'), JSON.stringify(history, undefined, 1))
    await fs.writeFile(path.join(folder, 'problems.txt'), `${played.problems.join('\n')}\n`)
    await fs.writeFile(path.join(folder, 'book.jsonl'), played.book.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    await fs.writeFile(path.join(folder, 'data-plane.log'), this.#log)
    return folder
  }

  async stop(): Promise<void> {
    await this.#end()
    await this.#reader.stop()
  }

  async #end(): Promise<void> {
    const stage = this.#stage
    this.#stage = undefined
    await stage?.stop()
  }
}

/** A wrong history in words: how to play it again, what was wrong, what it is. */
export function describeWrong({ seed, path: at, history, problems, folder }: Wrong, pair: Pair): string {
  return [
    `A history of ${sizeOf(history)} calls by ${history.clients.length} clients went wrong (smallest one found):`,
    ...problems.map((problem) => `  ${problem}`),
    JSON.stringify(history),
    `Again: npm run histories -- --engine ${pair} --seed ${seed} --path ${at}`,
    `The first wrong one: ${folder} (npm run histories -- --engine ${pair} --file ${path.join(folder, 'history.json')} --runs 20)`,
  ].join('\n')
}
