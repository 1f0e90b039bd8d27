// Compares one collection by value while writes go on: both sides side by side over the same ranges of keys, a page at
// a time, by partition where the partition is part of the key. What differs is judged in judge.ts.
import { ahead } from '../lifecycle/ahead.ts'
import { sleep } from '../lifecycle/waiting.ts'
import { freshNow, type Freshness } from '../milvus/entities.ts'
import type { Key } from '../milvus/keys.ts'
import { copiedPartitions } from '../milvus/mirror.ts'
import { comparePages } from './compare-page.ts'
import { judgeKeys } from './judge.ts'
import { patientRead } from './reading.ts'
import { SideReader, type Page } from './side-reader.ts'
import type { VerifierParts } from './verifier-parts.ts'

/** Keys that differed at first sight and wait to be judged; bounds memory. */
const MOST_SUSPECTS = 10_000
/** Differences that are kept of one collection; more say no more. */
export const MOST_DIFFERENCES = 100_000
/** After a page the applications have both servers for as long as it took, at most so long, if they called meanwhile. */
const MOST_PAUSE_MS = 500

/**
 * Finds what differs of all that had been written, and applied, when it was called. Resolves with `complete: false` where
 * so much differs that the comparison ended early. Rejects with CollectionGone where it was dropped.
 */
export async function compareCollection(parts: VerifierParts): Promise<{ complete: boolean }> {
  let differences = 0
  const counting: VerifierParts = {
    ...parts,
    onDifference: (difference) => {
      differences++
      parts.onDifference(difference)
    },
  }
  const fresh = await freshSides(parts)
  for (const partition of await partitionsOf(parts)) {
    const suspects: Key[] = []
    const judge = () => judgeKeys(counting, partition, suspects.splice(0))
    for await (const found of suspectsOf(parts, fresh, partition)) {
      suspects.push(...found)
      if (suspects.length >= MOST_SUSPECTS) await judge()
      if (differences >= MOST_DIFFERENCES) return { complete: false }
    }
    await judge()
  }
  return { complete: true }
}

type Fresh = { source: Freshness; target: Freshness }

/** Of pages, which show at least what was acknowledged when the comparison began. On Milvus only the first of them waits for a time tick. */
async function freshSides(parts: VerifierParts): Promise<Fresh> {
  const [source, target] = await Promise.all([freshNow(parts.source.server), freshNow(parts.target.server)])
  return { source, target }
}

/** Those of both sides: a partition that only one has holds what only one has. */
async function partitionsOf(parts: VerifierParts): Promise<(string | undefined)[]> {
  if (parts.source.capabilities.globalKeys || parts.target.capabilities.globalKeys) return [undefined]
  const size = new SideReader(parts.source, undefined, patientRead(parts)).size
  return patientRead(parts)(size, async (shape) => {
    const [source, target] = await Promise.all([copiedPartitions(parts.source.server, shape), copiedPartitions(parts.target.server, shape)])
    return [...new Set([...source, ...target])]
  })
}

/** Keys that differ when they are first read, a page of the source at a time. */
async function* suspectsOf(parts: VerifierParts, fresh: Fresh, partition: string | undefined): AsyncGenerator<Key[]> {
  const read = patientRead(parts)
  const source = new SideReader(parts.source, partition, read, fresh.source)
  const target = new SideReader(parts.target, partition, read, fresh.target)
  let after: Key | undefined
  let begin = Date.now()
  let calls = parts.applicationCalls()
  for await (const page of ahead(source.pages(undefined, undefined))) {
    // The target is asked for as many at once, so that its page is the same one where nothing differs.
    yield await compareRange(parts, page, target.pages(after, page.to, page.rows.keys))
    after = page.to
    if (parts.applicationCalls() > calls) await sleep(Math.min(MOST_PAUSE_MS, Date.now() - begin), parts.signal)
    begin = Date.now()
    calls = parts.applicationCalls()
  }
  for await (const { rows } of target.pages(after, undefined)) {
    parts.onCompared(rows.keys.length)
    yield rows.keys
  }
}

/** One page of the source against all of the target in its range, which may be more than a page. */
async function compareRange(parts: VerifierParts, page: Page, targetPages: AsyncGenerator<Page>): Promise<Key[]> {
  const { columns } = await parts.whileItLives((shape) => Promise.resolve(shape))
  const suspects: Key[] = []
  const unseen = new Set<Key>(page.rows.keys)
  parts.onCompared(unseen.size)
  for await (const { rows } of targetPages) {
    for (const { key, kind } of comparePages(page.rows, rows, columns)) {
      if (kind === 'missing') continue
      if (kind === 'extra') parts.onCompared(1)
      suspects.push(key)
    }
    for (const key of rows.keys) unseen.delete(key)
  }
  return [...suspects, ...unseen]
}

