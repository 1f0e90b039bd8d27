// Plays one history on a stage: first entities, clients side by side, the migration under them, and the judgement.
import { setTimeout as sleep } from 'node:timers/promises'
import { Book, type Placed } from './book.ts'
import { HistoryClient } from './client.ts'
import { contradictions } from './expected.ts'
import { PARTITIONS, PARTS, SIDE_DATABASE, type Client, type Command, type Crash, type History, type Part } from './history.ts'
import type { Profile } from './profiles.ts'
import type { Reader } from './reader.ts'
import { untilFacts, type Stage } from './stage.ts'
import { BULK_KEYS, HOT_KEYS, World, type Subject } from './world.ts'

export type Played = {
  book: Book
  /** Sentences on what is wrong; empty where all is well. */
  problems: string[]
  acknowledged: number
  failed: number
  entities: number
  seconds: number
  /** Tries of the cutover. */
  tries: number
}

const AWAY_MS = 30
/** Of a command that met nobody, or that was told to come again. */
const TRIES = 10
/** A stop that the data plane gave back is asked for again. */
const STOPS = 3

export async function play(history: History, on: { stage: Stage; reader: Reader; profile: Profile }): Promise<Played> {
  const begin = Date.now()
  const run = new Run(history, on)
  const problems = await run.run().catch((error: Error) => [error.message])
  const { acknowledged, failed } = run.book.counts()
  return { book: run.book, problems, acknowledged, failed, entities: run.entities, seconds: (Date.now() - begin) / 1000, tries: run.tries }
}

class Run {
  readonly book = new Book()
  entities = 0
  tries = 0
  #history: History
  #on: { stage: Stage; reader: Reader; profile: Profile }
  #world: World
  #reached: Record<Part, Gate> = { before: new Gate(), copying: new Gate(), syncing: new Gate(), stopping: new Gate() }
  #restarting: Promise<void> | undefined
  #over = false

  constructor(history: History, on: { stage: Stage; reader: Reader; profile: Profile }) {
    this.#history = history
    this.#on = on
    this.#world = new World(history, on.profile)
  }

  async run(): Promise<string[]> {
    await this.#prepare()
    const clients = this.#history.clients.map((client, at) => this.#client(at + 1, client))
    const migration = this.#migrate()
    const crash = this.#history.crash ? this.#crash(this.#history.crash) : undefined
    try {
      await Promise.all([migration, ...clients, crash])
    } catch (error) {
      this.#over = true
      for (const part of PARTS) this.#reached[part].open()
      await Promise.allSettled([...clients, crash])
      return [(error as Error).message]
    }
    return this.#judge()
  }

  async #prepare(): Promise<void> {
    const { stage, profile } = this.#on
    const owner = new HistoryClient({ number: 0, at: () => stage.source.at, world: this.#world, book: this.book, profile })
    if (this.#world.subjects.some((subject) => subject.plan.elsewhere)) await owner.run({ do: 'create-database' })
    for (const subject of this.#world.subjects) {
      if (!subject.plan.exists) continue
      await owner.create(subject, subject.plan.loaded)
      if (subject.plan.partitioning === 'named') for (const partition of PARTITIONS.keys()) await owner.run({ do: 'create-partition', collection: this.#world.subjects.indexOf(subject), partition })
      await this.#fill(owner, subject)
    }
    await owner.close()
    const failed = this.book.entries.filter((entry) => !entry.ok)
    if (failed.length > 0) throw new Error(`a history could not be prepared: ${JSON.stringify(failed[0])}`)
  }

  async #fill(owner: HistoryClient, subject: Subject): Promise<void> {
    const rowFor = (n: number) => this.#world.row(subject, { bucket: n % 4, color: n % 3 === 0 ? 'red' : null })
    if (subject.isAuto) {
      await owner.run({ do: 'insert', collection: this.#world.subjects.indexOf(subject), partition: 0, keys: Array.from({ length: HOT_KEYS }, (_, n) => n), bucket: 1, color: 'blue' })
      return
    }
    const rows: Placed[] = Array.from({ length: subject.plan.bulk }, (_, n) => ({ key: subject.key(BULK_KEYS + n), row: rowFor(n) }))
    // Half of the hot keys are there.
    for (let n = 0; n < HOT_KEYS; n += 2) rows.push({ key: subject.key(n), row: rowFor(n) })
    await owner.fill(subject, rows, undefined)
  }

  async #client(number: number, client: Client): Promise<void> {
    const hands = new HistoryClient({ number, at: () => this.#on.stage.source.at, world: this.#world, book: this.book, profile: this.#on.profile })
    try {
      for (const part of PARTS) {
        await this.#reached[part].passed
        for (const command of client[part]) await this.#carryOut(hands, command)
        this.#leave(part)
      }
    } finally {
      await hands.close()
    }
  }

  async #carryOut(hands: HistoryClient, command: Command): Promise<void> {
    for (let n = 0; n < TRIES && !this.#over; n++) {
      if (await hands.run(command)) return
      await sleep(AWAY_MS)
      await this.#restarting
    }
  }

  /** When half of the clients have done a part, the next one begins. */
  #left: Record<Part, number> = { before: 0, copying: 0, syncing: 0, stopping: 0 }
  #half: Record<Part, Gate> = { before: new Gate(), copying: new Gate(), syncing: new Gate(), stopping: new Gate() }

  #leave(part: Part): void {
    if (++this.#left[part] * 2 >= this.#history.clients.length) this.#half[part].open()
  }

  async #migrate(): Promise<void> {
    const { stage, profile } = this.#on
    const id = stage.migrationId
    this.#reached.before.open()
    await this.#half.before.passed
    await stage.plane.api('PUT', `/v1/migrations/${id}`, { sourceId: stage.source.id, targetId: stage.target.id })
    this.#reached.copying.open()
    await untilFacts(stage, (facts) => facts.stage === 'syncing', profile.limitMs)
    this.#reached.syncing.open()
    await this.#half.syncing.passed
    for (let stops = 1; ; stops++) {
      await this.#requestStop()
      this.#reached.stopping.open()
      const facts = await untilFacts(stage, ({ stage: at, cutover }) => at === 'completed' || (at === 'syncing' && cutover.lastRefusal !== null), profile.limitMs)
      this.tries += facts.cutover.attempts
      if (facts.stage === 'completed') return this.#wander()
      if (stops === STOPS) throw new Error(`data sync was given back ${STOPS} times: ${facts.cutover.lastRefusal}`)
    }
  }

  /** Clients try the retired source for a moment and stop then. */
  async #wander(): Promise<void> {
    await sleep(AWAY_MS)
    this.#over = true
  }

  /** Asked again while the data plane is away. */
  async #requestStop(): Promise<void> {
    const { plane, migrationId } = this.#on.stage
    for (;;) {
      try {
        await plane.api('POST', `/v1/migrations/${migrationId}/stop`, { afterLife: 'readonly', acceptLag: true, acceptUnverified: true })
        return
      } catch (error) {
        if (!/fetch failed|not_allowed/.test((error as Error).message) || this.#over) throw error
        await sleep(AWAY_MS)
      }
    }
  }

  async #crash(crash: Crash): Promise<void> {
    await this.#reached[crash.during].passed
    await sleep(crash.afterMs)
    if (this.#over) return
    const { plane } = this.#on.stage
    this.#restarting = (crash.how === 'kill' ? plane.kill() : plane.end()).then(() => plane.start())
    await this.#restarting
  }

  async #judge(): Promise<string[]> {
    const { stage, reader, profile } = this.#on
    for (const { id } of [stage.source, stage.target]) await untilRunning(stage, id)
    const at = (side: Stage['source']) => ({ uri: side.at.endpoint, token: side.at.token })
    const { differences, total, rows, entities } = await reader.compare({ source: at(stage.source), target: at(stage.target), globalKeys: profile.globalKeys })
    this.entities = entities
    const problems = total > differences.length ? [...differences, `… ${total} differences in all`] : differences
    // A drop of the database takes its collections; nothing is said of those then but that both sides agree.
    const dropped = this.book.entries.some((entry) => entry.what === 'drop-database')
    for (const subject of this.#world.subjects) {
      if (dropped && subject.database === SIDE_DATABASE) continue
      const found = new Map(Object.entries(rows[subject.fullName] ?? {}).map(([partition, held]) => [partition, new Map(Object.entries(held))]))
      problems.push(...contradictions(subject.fullName, this.book.entries, found))
    }
    return problems
  }
}

async function untilRunning(stage: Stage, id: string): Promise<void> {
  for (let waited = 0; (await stage.plane.cluster(id)).state !== 'running'; waited += AWAY_MS) {
    if (waited > 60_000) throw new Error(`cluster ${id} is not running`)
    await sleep(AWAY_MS)
  }
}

/** Opened once; whoever waits goes on. */
class Gate {
  open: () => void = () => undefined
  readonly passed = new Promise<void>((resolve) => {
    this.open = resolve
  })
}
