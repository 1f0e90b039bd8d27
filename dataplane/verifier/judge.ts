// Tells entities that differ from those that only differed at the moment they were read. Each is looked at again once
// the target has everything that was journalled by then; what still differs after a few looks is settled for certain,
// a few at a time, while new writes to the collection are held for a moment.
import { describeError } from '../lifecycle/logger.ts'
import { sleep } from '../lifecycle/waiting.ts'
import type { Key } from '../milvus/keys.ts'
import { comparePages, type KeyDifference } from './compare-page.ts'
import { patientRead } from './reading.ts'
import { SideReader } from './side-reader.ts'
import type { VerifierParts } from './verifier-parts.ts'

/** Looks while writes go on. Most entities agree at the first one. */
const LOOKS = 3
const BETWEEN_LOOKS_MS = 200
/** Entities settled under one hold: little enough to be read in a moment. */
const HELD_ENTITIES = 1_000
const HOLD_TRIES = 5
const BETWEEN_HOLDS_MS = 300
/** A moment in which holding is harmless is waited for at most so long. */
const CALM_WITHIN_MS = 30_000
const CALM_LOOK_MS = 50

/** Settles the keys of one partition that differed when they were first read. */
export async function judgeKeys(parts: VerifierParts, partition: string | undefined, keys: readonly Key[]): Promise<void> {
  let doubtful = [...keys]
  for (let look = 1; look <= LOOKS && doubtful.length > 0; look++) {
    if (look > 1) await sleep(BETWEEN_LOOKS_MS, parts.signal)
    await parts.caughtUp(parts.signal)
    doubtful = (await lookAt(parts, partition, doubtful, parts.signal)).map(({ key }) => key)
  }
  for (let at = 0; at < doubtful.length; at += HELD_ENTITIES) await settle(parts, partition, doubtful.slice(at, at + HELD_ENTITIES))
}

/** Reads the keys of both sides, in pieces that both can answer. */
async function lookAt(parts: VerifierParts, partition: string | undefined, keys: readonly Key[], signal: AbortSignal): Promise<KeyDifference[]> {
  const read = patientRead(parts, signal)
  const source = new SideReader(parts.source, partition, read)
  const target = new SideReader(parts.target, partition, read)
  const found: KeyDifference[] = []
  for (let at = 0; at < keys.length; ) {
    const piece = keys.slice(at, at + Math.min(source.size.entities, target.size.entities))
    const [a, b] = await Promise.all([source.byKeys(piece), target.byKeys(piece)])
    const { columns } = await parts.whileItLives((shape) => Promise.resolve(shape))
    found.push(...comparePages(a, b, columns))
    source.size.learn(a.keys.length, a.bytes)
    target.size.learn(b.keys.length, b.bytes)
    at += piece.length
  }
  return found
}

async function settle(parts: VerifierParts, partition: string | undefined, keys: readonly Key[]): Promise<void> {
  for (let attempt = 1; attempt <= HOLD_TRIES; attempt++) {
    if (!(await becomesCalm(parts))) break
    const found = await lookWhileHeld(parts, partition, keys)
    if (!found) {
      await sleep(BETWEEN_HOLDS_MS * attempt, parts.signal)
      continue
    }
    for (const difference of found) parts.onDifference({ ...difference, partition })
    // The writes that were held come first.
    return sleep(BETWEEN_HOLDS_MS, parts.signal)
  }
  parts.onUnsettled((await lookAt(parts, partition, keys, parts.signal)).length)
}

/** What differs while nothing is written; undefined where that took too long. */
async function lookWhileHeld(parts: VerifierParts, partition: string | undefined, keys: readonly Key[]): Promise<KeyDifference[] | undefined> {
  const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(parts.holdMs)])
  let release: (() => void) | undefined
  try {
    release = await parts.holdWrites(signal)
    await parts.caughtUp(signal)
    return await unlessAborted(signal, lookAt(parts, partition, keys, signal))
  } catch (error) {
    parts.signal.throwIfAborted()
    if (!signal.aborted) throw error
    parts.log.debug('entities could not be settled while writes were held', { entities: keys.length, error: describeError(error) })
    return undefined
  } finally {
    release?.()
  }
}

/** Rejects as soon as the signal aborts; the read under way ends by itself. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

async function becomesCalm(parts: VerifierParts): Promise<boolean> {
  const until = Date.now() + CALM_WITHIN_MS
  while (!parts.isCalm()) {
    if (Date.now() > until) return false
    await sleep(CALM_LOOK_MS, parts.signal)
  }
  return true
}
