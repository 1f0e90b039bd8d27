// One history: clients, the two engines, and the product between them. It says what may happen next, and does one of
// it; everything that does not wait for such a choice happens at once. Run twice with the same choices it is the same.
import { ModelEngine } from './model-engine.ts'
import type { Bounds, Faults, Write } from './bounds.ts'
import { clearFiles, crashFiles, filesText } from './memory-files.ts'
import { ModelServer } from './model-server.ts'
import { HeldCalls, type HeldCall } from './held-calls.ts'
import { interceptedCall, Product, SOURCE_SETTLE_MS, TARGET_SETTLE_MS } from './product.ts'
import { journalText } from './journal-text.ts'
import type { Entry } from '../../journal/entry.ts'
import { COMMIT_MS, isPoll, QuietTime, type HeldTimer } from './quiet-time.ts'
import { SightClock } from './sight-clock.ts'
import { SourceCall } from './source-side.ts'
import type { ForwardResult } from '../../gateway/ports.ts'

export type Choice = { label: string; run: () => void }
type Client = { writes: Write[]; next: number; busy: Write | undefined }

const HEARTBEAT_MS = 500
const GATE_LIMIT_MS = 10_000
/** What a crash leaves of a record that was being written. */
const TORN = Buffer.from([9, 0, 0, 0, 1, 2, 3, 4, 123, 34])

export class World {
  readonly trace: string[] = []
  readonly #bounds: Bounds
  readonly #time: QuietTime
  #source: ModelEngine
  #target: ModelEngine
  #sourceServer: ModelServer
  #targetServer: ModelServer
  #reads = new HeldCalls('source')
  #writes = new HeldCalls('target')
  #calls: SourceCall[] = []
  #clients: Client[]
  #left: Required<Faults> & { stops: number }
  #product: Product | undefined
  #draining: { calls: SourceCall[]; done: (result: { lastUnknownAt: number | undefined }) => void }[] = []
  #rawUnknown = false
  #switched = false
  #failure: unknown
  /** What the product heard since its state could last be known by other means. */
  #heard: string[] = []
  #sourceClock: SightClock
  #targetClock: SightClock
  #applied = -1
  #notes: string[] = []
  /** The journal's entries by offset. */
  #entries: Entry[] = []
  #windowEnd = 0
  /** Source keys that a call in doubt changed after the marker. */
  #landedLate = false

  constructor(bounds: Bounds, time: QuietTime) {
    this.#bounds = bounds
    this.#time = time
    clearFiles()
    time.forget()
    time.onTimer = (ms) => this.#excludedBy(ms)
    this.#source = new ModelEngine(bounds.source, bounds.partitions)
    this.#target = new ModelEngine(bounds.target, bounds.partitions)
    for (const sent of bounds.rows) this.#source.rows.insert('_default', sent)
    this.#source.rows.before.clear()
    this.#sourceClock = new SightClock(this.#source.rows, this.#reads)
    this.#targetClock = new SightClock(this.#target.rows, this.#writes)
    if (bounds.change?.clockBehind) this.#source.clockBehind = 1
    for (const [engine, clock] of [[this.#source, this.#sourceClock], [this.#target, this.#targetClock]] as const) {
      if (bounds.clock && engine.rows.kind === 'milvus') engine.rows.keepHistory()
      engine.onClock = (tso) => clock.give({ tso, durable: this.#product?.context?.journal.durableEnd ?? 0, applied: this.#applied })
    }
    for (const held of [this.#reads, this.#writes]) held.onEvent = (event) => this.#hear(event)
    this.#sourceServer = new ModelServer(this.#source, 'The source', (call) => this.#reads.hold(call))
    this.#targetServer = new ModelServer(this.#target, 'The target', (call) => this.#writes.hold(call), bounds.change?.targetMethod)
    this.#clients = bounds.clients.map((writes) => ({ writes, next: 0, busy: undefined }))
    const { crashes = 0, lostReplies = 0, errors = 0, targetLostReplies = 0, beats = 0, boxes = 0, stops = 0 } = bounds
    this.#left = { crashes, lostReplies, errors, targetLostReplies, beats, boxes, stops }
  }

  async begin(): Promise<void> {
    if (this.#bounds.begin === 'first') this.#start(false)
    await this.#settle()
  }

  async choose(choice: Choice): Promise<void> {
    this.trace.push(choice.label)
    choice.run()
    await this.#settle()
  }

  /** Everything that may happen now, in an order that depends on the state alone. Empty: the history has ended. */
  choices(): Choice[] {
    if (this.#switched) return []
    const { begin } = this.#bounds
    return [
      ...(this.#product || begin === 'first' ? [] : [{ label: 'capture begins', run: () => this.#start(false) }]),
      ...this.#clients.flatMap((client, at) => this.#clientChoices(client, at)),
      ...this.#calls.flatMap((call) => this.#sourceChoices(call)),
      ...this.#productChoices(),
      ...this.#time.timers.flatMap((timer) => this.#timerChoices(timer)),
      ...this.#faultChoices(),
    ]
  }

  /** Two worlds of the same bounds with the same text go on alike. */
  text(): string {
    const context = this.#product?.context
    const parts = [
      this.#source.rows.text(),
      this.#readsMayBeWeak ? [...this.#source.rows.before].map(([key, row]) => `${key}:${row?.a}`).join() : '',
      this.#target.rows.text(),
      this.#calls.map((call) => call.text()).sort().join(';'),
      this.#reads.text(),
      this.#writes.text(),
      this.#clients.map(({ next, busy }) => `${next}${busy ? 'b' : ''}`).join(),
      JSON.stringify(this.#left),
      this.#time.timers.map(({ ms, excludes }) => `${ms}(${excludes.map(({ label }) => label).sort().join()})`).sort().join(),
      [this.#rawUnknown, this.#draining.length, this.#product?.isApplying, this.#product?.isStopping, this.#product?.attempts, this.#landedLate].join(),
      context ? `${context.capture.gate.heldCalls} ${[...context.capture.unresolved].join()}` : '',
      this.#notes.join(),
      this.#heard.join('|'),
      this.#clockText(),
      this.#journalText(),
    ]
    return parts.join('\n')
  }

  /** A delete by expression that capture does not forward is not made Strong. */
  get #readsMayBeWeak(): boolean {
    return this.#bounds.change?.forward !== undefined || !this.#product?.context || this.#calls.some((call) => call.raw)
  }

  /** With a clock it counts which timestamps reads are bound by, when they were given, and what there was since. */
  #clockText(): string {
    if (!this.#bounds.clock) return ''
    return [this.#sourceClock, this.#targetClock].map((clock) => clock.text(this.#applied, this.#entries.length)).join('\n')
  }

  /** Trimming goes by bytes and offsets: then the journal counts as it is. */
  #journalText(): string {
    const { context, storedOffset = 0 } = this.#product ?? {}
    if (!context) return filesText(() => true)
    const { journal, applier, writes, images } = context
    const state = { entries: this.#entries, durableEnd: journal.durableEnd, appliedOffset: applier?.appliedOffset ?? 0, windowEnd: this.#windowEnd, open: writes.open(), images }
    const text = journalText({ ...state, storedOffset: this.#left.crashes > 0 ? storedOffset : undefined })
    const trims = this.#bounds.segmentBytes !== undefined
    return text + filesText((path) => trims || !(path.endsWith('.journal') || path.endsWith('applied.json')))
  }

  /** What is wrong now, if anything is. */
  problem(): string | undefined {
    if (this.#failure) return `the product failed: ${this.#failure instanceof Error ? (this.#failure.stack ?? this.#failure.message) : JSON.stringify(this.#failure)}`
    if (!this.#isQuiet && !this.#switched) return undefined
    if (this.#switched && this.#landedLate) return undefined
    // The target has to hold, once, what the source shows of a key that it may hold several times.
    const [source, target] = [this.#source.rows.shownText(), this.#target.rows.text()]
    return source === target ? undefined : `the source holds "${source}", the target "${target}"`
  }

  /** What is wrong with a history that cannot go on here. */
  problemAtEnd(): string | undefined {
    if (this.#switched || (this.#isQuiet && this.#clients.every(({ next, writes }) => next === writes.length))) return undefined
    return 'nothing can happen any more, and not everything is applied'
  }

  get isQuiet(): boolean {
    return this.#isQuiet
  }

  /** Where a history has led, however it came there. */
  get outcome(): string {
    return `${this.#source.rows.text()} / ${this.#target.rows.text()}${this.#switched ? ', switched' : ''}`
  }

  get isSwitched(): boolean {
    return this.#switched
  }

  get #isQuiet(): boolean {
    return this.#calls.length === 0 && this.#reads.waiting.length === 0 && this.#writes.waiting.length === 0 && this.#writes.late.length === 0 && this.#product?.isQuiet === true
  }

  #start(resumed: boolean): void {
    this.#product = new Product({
      bounds: this.#bounds,
      source: this.#sourceServer,
      target: this.#targetServer,
      drainRawWrites: () => this.#drain(),
      note: (event) => {
        this.#notes.push(event)
        if (event === 'copying' || event === 'syncing') this.#heard = []
      },
      onAppend: (at, entry) => {
        this.#entries.length = at
        this.#entries.push(entry)
      },
      onSwitch: () => {
        this.#switched = true
        if (this.#writes.late.length > 0) this.#failure ??= new Error('a call to the target may land after the switch')
      },
      onFailure: (error) => (this.#failure ??= error),
    })
    this.#product.run(resumed)
  }

  #drain(): Promise<{ lastUnknownAt: number | undefined }> {
    return new Promise((done) => {
      const calls = this.#bounds.change?.noDrain ? [] : this.#calls.filter((call) => call.raw && !call.lost)
      this.#draining.push({ calls, done })
      this.#endDrains()
    })
  }

  #endDrains(): void {
    for (const drain of [...this.#draining]) {
      if (drain.calls.some((call) => this.#calls.includes(call) && !call.lost)) continue
      this.#draining.splice(this.#draining.indexOf(drain), 1)
      const isUnknown = this.#rawUnknown && !this.#bounds.change?.noDrain
      drain.done({ lastUnknownAt: isUnknown ? Date.now() : undefined })
    }
  }

  #clientChoices(client: Client, at: number): Choice[] {
    const write = client.writes[client.next]
    const isOpen = this.#product === undefined || this.#product.context !== undefined
    return client.busy || !write || !isOpen ? [] : [{ label: `client ${at}: ${write.label}`, run: () => this.#send(client, at, write) }]
  }

  #send(client: Client, at: number, write: Write): void {
    client.busy = write
    const { context } = this.#product ?? {}
    const forward = (message: Buffer) =>
      new Promise<ForwardResult>((deliver) => {
        const sent = context ? (this.#bounds.change?.forward?.(message) ?? message) : message
        this.#calls.push(new SourceCall(this.#source.begin(write.method, sent), { label: `client ${at}'s ${write.label}`, raw: !context, deliver }))
      })
    const done = () => {
      if (client.busy === write) this.#free(client)
    }
    const reply = context ? context.capture.handle(interceptedCall(write.method, write.request, forward)) : forward(write.request)
    reply.then(done, (error: unknown) => (this.#failure ??= error))
  }

  #free(client: Client): void {
    client.busy = undefined
    client.next++
  }

  #sourceChoices(call: SourceCall): Choice[] {
    const choices: Choice[] = call.steps().map(({ label, run }) => ({ label, run: () => this.#step(call, run) }))
    if (call.lost) return choices
    const leave = (label: string, how: () => void) => choices.push({ label: `${label}: ${call.label}`, run: how })
    if (call.isCarriedOut)
      leave('source answers', () => {
        this.#endCall(call)
        call.answer()
      })
    if (this.#left.lostReplies > 0) leave('no answer', () => this.#lose(call, 'silence', 'lostReplies'))
    if (this.#left.errors > 0 && call.isHalfDone) leave('source answers an error', () => this.#lose(call, 'error', 'errors'))
    return choices
  }

  #step(call: SourceCall, run: () => void): void {
    run()
    if (this.#product?.isStopping && call.lost) this.#landedLate = true
    if (call.lost && call.isCarriedOut) this.#endCall(call)
  }

  #lose(call: SourceCall, how: 'silence' | 'error', fault: 'lostReplies' | 'errors'): void {
    this.#left[fault]--
    if (call.raw) this.#rawUnknown = true
    call.lose(how)
    if (call.isCarriedOut) this.#endCall(call)
    else this.#endDrains()
  }

  #endCall(call: SourceCall): void {
    this.#calls = this.#calls.filter((one) => one !== call)
    this.#endDrains()
  }

  #productChoices(): Choice[] {
    const choices: Choice[] = []
    for (const held of this.#reads.waiting) choices.push(...readChoices(this.#reads, held))
    for (const held of this.#writes.waiting) {
      const isWrite = held.call.write !== undefined
      choices.push(...(isWrite ? [{ label: held.label, run: () => void this.#writes.perform(held) }] : readChoices(this.#writes, held)))
      if (!isWrite || this.#left.targetLostReplies === 0) continue
      for (const landed of [true, false])
        choices.push({
          label: `no answer, ${landed ? 'but it landed' : 'it may land later'}: ${held.label}`,
          run: () => {
            this.#left.targetLostReplies--
            this.#writes.lose(held, landed)
          },
        })
    }
    for (const late of this.#writes.late) choices.push({ label: `late: ${late.label}`, run: () => this.#writes.land(late) })
    return choices
  }

  #timerChoices(timer: HeldTimer): Choice[] {
    const { ms } = timer
    const fire = () => this.#time.fire(timer)
    if (ms === COMMIT_MS) return [{ label: 'the journal commits', run: fire }]
    if (ms === GATE_LIMIT_MS || isPoll(timer)) return []
    if (ms === HEARTBEAT_MS) return this.#costing('beats', 'the applied offset is stored', fire)
    if (timer.excludes.length > 0 || ms === SOURCE_SETTLE_MS || ms === TARGET_SETTLE_MS)
      return [{ label: `nothing lost can land any more (${ms})`, run: () => this.#exclude(timer) }]
    if (this.#product?.isStopping && ms >= 3_000) return this.#costing('boxes', 'the time box runs out', fire)
    return [{ label: `${ms} ms pass`, run: fire }]
  }

  #exclude(timer: HeldTimer): void {
    this.#writes.exclude(timer.excludes)
    for (const call of this.#calls) if (timer.excludes.includes(call)) this.#endCall(call)
    this.#time.fire(timer)
  }

  #excludedBy(ms: number): readonly { label: string }[] {
    if (ms === SOURCE_SETTLE_MS) return this.#calls.filter((call) => call.lost)
    return ms === TARGET_SETTLE_MS ? [...this.#writes.late] : []
  }

  #costing(fault: keyof Faults, label: string, run: () => void): Choice[] {
    if (this.#left[fault] === 0) return []
    return [{ label, run: () => (this.#left[fault]--, run()) }]
  }

  #faultChoices(): Choice[] {
    const choices: Choice[] = []
    const product = this.#product
    if (product && this.#left.crashes > 0) choices.push({ label: 'CRASH', run: () => this.#crash() })
    if (product?.isApplying && !product.isStopping && this.#left.stops > 0)
      choices.push({
        label: 'stop data sync',
        run: () => {
          this.#left.stops--
          this.#landedLate = false
          product.stop()
        },
      })
    return choices
  }

  #crash(): void {
    this.#left.crashes--
    this.#entries.length = this.#product?.context?.journal.durableEnd ?? 0
    if (this.#product?.isStopping) this.#left.stops++
    this.#time.forget()
    crashFiles(TORN)
    this.#reads.abandon()
    this.#writes.abandon()
    this.#draining = []
    for (const call of [...this.#calls]) {
      if (call.raw) this.#rawUnknown = true
      call.lost = true
      if (call.isCarriedOut) this.#endCall(call)
    }
    for (const client of this.#clients) if (client.busy) this.#free(client)
    this.#heard = []
    this.#sourceClock.forget()
    this.#targetClock.forget()
    this.#notes = []
    this.#start(true)
  }

  #hear(event: string): void {
    const applied = this.#product?.context?.applier?.appliedOffset ?? -1
    if (applied !== this.#applied) this.#heard = []
    this.#applied = applied
    if (this.#heard.length === 0) this.#windowEnd = this.#product?.context?.journal.durableEnd ?? 0
    this.#heard.push(event)
  }

  async #settle(): Promise<void> {
    await this.#time.settle()
    const applier = this.#product?.context?.applier
    if (this.#product?.isApplying && applier && this.#reads.waiting.length + this.#writes.waiting.length === 0 && applier.facts().lagEntries === 0) this.#heard = []
  }
}

function readChoices(calls: HeldCalls, held: HeldCall): Choice[] {
  return held.call.reads().map((_, nth) => ({ label: `${held.label}${nth > 0 ? `, seeing what there was (${nth})` : ''}`, run: () => void calls.perform(held, nth) }))
}
