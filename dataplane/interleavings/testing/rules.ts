// The rules of the engine, each with the way to leave it out by wrapping the product's parts, and with the smallest
// bounds that show why it is there. The traces are those of the model check that found the rules (docs/decisions/0008).
import type { Context } from '../../migration/context.ts'
import { insert, remove, removeWhere, row, upsert, type Bounds, type Change } from './bounds.ts'

export type Rule = { rule: string; without: Change; bounds: Bounds }

const D = removeWhere('a == 1')
const base = { source: 'milvus', target: 'milvus', rows: [row(1, 1)], begin: 'first', clients: [] } satisfies Bounds

const context = (change: (context: Context) => void): Change => ({ context: change })

/** The intent is appended, and nobody waits until it is on disk. */
function intentsNotDurable({ writes, journal }: Context): void {
  const begin = writes.begin.bind(writes)
  writes.begin = (...write) => {
    const durable = journal.durable
    journal.durable = () => Promise.resolve()
    try {
      return begin(...write)
    } finally {
      journal.durable = durable
    }
  }
}

function nothingCarried({ writes }: Context): void {
  const begin = writes.begin.bind(writes)
  writes.begin = (...write) => {
    const opening = begin(...write)
    for (const open of writes.open()) open.carried.add = () => undefined
    return opening
  }
}

/** The applier takes every write at its word. `fromTheFirst`: also those begun before that is allowed. */
function imagesWhateverOverlaps({ writes }: Context, fromTheFirst = false): void {
  const begin = writes.begin.bind(writes)
  writes.begin = (...write) => {
    const opening = begin(...write)
    const open = writes.open().at(-1)!
    const isOverlapped = fromTheFirst ? false : open.isOverlapped
    Object.defineProperty(open, 'isOverlapped', { get: () => isOverlapped, set: () => undefined })
    return opening
  }
}

function everyInsertIsNew({ images }: Context): void {
  const keep = images.keep.bind(images)
  images.keep = (at, image) => keep(at, { ...image, ...(image.kind === 'rows' && { isInsert: false }) })
}

/** What is appended to make it Strong: field 7 with the value 0. */
const STRONG = Buffer.from([0x38, 0])

export const RULES: Rule[] = [
  { rule: 'an intent is durable before its write is forwarded', without: context(intentsNotDurable), bounds: { ...base, clients: [[upsert(row(1, 2))]], crashes: 1 } },
  {
    rule: 'a lost reply is no end: the keys are noted once more when the write can no longer land',
    without: context(({ writes }) => (writes.doubt = (open) => writes.landed(open))),
    bounds: { ...base, clients: [[upsert(row(1, 2))]], lostReplies: 1 },
  },
  {
    rule: 'an error is an unknown outcome, because half of the write may be done',
    without: context(({ writes }) => (writes.doubt = (open) => writes.refused(open))),
    bounds: { ...base, rows: [row(1, 1), row(2, 1)], clients: [[D]], errors: 1 },
  },
  { rule: 'the copy waits for the writes that the journal has not seen', without: { noDrain: true }, bounds: { ...base, begin: 'any', clients: [[upsert(row(1, 2))]] } },
  {
    rule: 'the copy waits for deletes by expression begun beside a write that the journal has not seen',
    without: { ...context(({ capture }) => (capture.exprDeletesEnded = () => Promise.resolve())), hitsUnasked: true },
    bounds: { ...base, begin: 'any', clients: [[upsert(row(1, 2))], [D]] },
  },
  { rule: 'after a restart nothing is read while earlier writes may land', without: { sourceAfterRestartMs: 0 }, bounds: { ...base, clients: [[upsert(row(1, 2))]], crashes: 1 } },
  { rule: 'a delete by expression carries its neighbours', without: { ...context(nothingCarried), hitsUnasked: true }, bounds: { ...base, clients: [[upsert(row(1, 2))], [D]] } },
  {
    rule: 'a delete by expression carries what was written between the question and itself',
    without: context(nothingCarried),
    bounds: { ...base, rows: [row(1, 2)], clients: [[upsert(row(1, 1))], [D]] },
  },
  {
    rule: 'a delete by expression takes with it what the source hits, also by a version that no read shows',
    without: { hitsUnasked: true },
    bounds: { ...base, rows: [row(1, 2)], clients: [[insert([row(1, 1)]), D]] },
  },
  {
    rule: 'a delete by expression is forwarded Strong',
    without: { forward: (message) => (message.subarray(-STRONG.length).equals(STRONG) ? message.subarray(0, -STRONG.length) : message) },
    bounds: { ...base, clients: [[upsert(row(1, 2)), D]] },
  },
  {
    rule: 'a delete by expression that a crash left open is applied',
    without: {
      ...context(({ recovered, writes }) => {
        for (const open of recovered.writes) if (open.expr) writes.refused(open)
      }),
      hitsUnasked: true,
    },
    bounds: { ...base, clients: [[D]], crashes: 1 },
  },
  { rule: 'a collection is copied before its journal is replayed', without: { applyBesideCopy: true }, bounds: { ...base, clients: [[upsert(row(1, 2))]] } },
  {
    rule: 'a page whose Insert may have happened is upserted',
    without: { targetMethod: (method) => (method === 'Upsert' ? 'Insert' : method) },
    bounds: { ...base, targetLostReplies: 1 },
  },
  {
    rule: 'the bounds of a page are durable before its Insert',
    without: context(({ store }) => {
      const save = store.saveCopy.bind(store)
      store.saveCopy = (id, stored) => save(id, { ...stored, ranges: stored.ranges.map((range) => ({ ...range, pending: undefined })) })
    }),
    bounds: { ...base, rows: [row(2, 1), row(3, 1), row(4, 1)], clients: [[insert([row(1, 1)])]], keysPerRead: 2, crashes: 1 },
  },
  {
    rule: 'after a lost reply of the target nothing is sent until that Upsert can no longer land',
    without: { targetSettleMs: 1 },
    bounds: { ...base, rows: [], clients: [[upsert(row(1, 2)), upsert(row(1, 3))]], targetLostReplies: 1 },
  },
  {
    rule: 'after a lost reply of the target nothing is sent until that Delete can no longer land',
    without: { targetSettleMs: 1 },
    bounds: { ...base, clients: [[remove(1), upsert(row(1, 4))]], targetLostReplies: 1 },
  },
  {
    rule: 'after a restart nothing is sent to the target while earlier calls may land',
    without: { targetAfterRestartMs: 0 },
    bounds: { ...base, clients: [[upsert(row(1, 2))]], crashes: 1 },
  },
  {
    rule: 'the stored offset never passes an entry that is not applied',
    without: context(({ store, journal }) => {
      const save = store.saveApplied.bind(store)
      store.saveApplied = (applied) => save({ ...applied, offset: journal.end })
    }),
    bounds: { ...base, rows: [], clients: [[upsert(row(1, 2))]], beats: 1, crashes: 1 },
  },
  {
    rule: 'the journal keeps what is needed to close an open write',
    without: context(({ writes, journal }) => (writes.oldestNeeded = () => journal.end)),
    bounds: { ...base, rows: [], clients: [[upsert(row(1, 2))]], segmentBytes: 1, beats: 1, crashes: 1 },
  },
  { rule: 'new writes are held during the cutover', without: { cutover: (steps) => ({ ...steps, hold: () => undefined }) }, bounds: { ...base, rows: [], clients: [[upsert(row(1, 2)), upsert(row(1, 3))]], stops: 1 } },
  { rule: 'the cutover waits for writes under way', without: { cutover: (steps) => ({ ...steps, drained: () => Promise.resolve() }) }, bounds: { ...base, rows: [], clients: [[upsert(row(1, 2))]], stops: 1 } },
  {
    rule: 'what is in doubt is applied once more before the marker',
    without: context(({ writes }) => (writes.noteDoubts = () => undefined)),
    bounds: { ...base, rows: [], clients: [[upsert(row(1, 2))]], lostReplies: 1, stops: 1 },
  },
  {
    rule: 'the target serves only when the marker is applied',
    without: {
      cutover: (steps, { applier }) => {
        applier!.markerApplied = () => Promise.resolve()
        return { ...steps, verify: () => Promise.resolve() }
      },
    },
    bounds: { ...base, rows: [], clients: [[upsert(row(1, 2))]], stops: 1 },
  },
  {
    rule: 'on Lite a row is written by Insert, because Upsert keeps dynamic fields that are gone',
    without: { targetMethod: (method) => (method === 'Insert' ? 'Upsert' : method) },
    bounds: { ...base, target: 'lite', rows: [row(1, 1, { x: 1 })], clients: [[upsert(row(1, 2, { y: 2 }))]] },
  },
  {
    rule: 'a window is read as of a moment after its last entry',
    without: { clockBehind: true },
    bounds: { ...base, rows: [], clock: true, clients: [[upsert(row(1, 2))], [upsert(row(1, 3))]] },
  },
  {
    rule: 'a write beside another one of its key is not taken at its word',
    without: context((all) => imagesWhateverOverlaps(all)),
    bounds: { ...base, clients: [[upsert(row(1, 2))], [upsert(row(1, 3))]] },
  },
  {
    rule: 'a write beside a delete of its key is not taken at its word',
    without: context((all) => imagesWhateverOverlaps(all)),
    bounds: { ...base, clients: [[upsert(row(1, 2))], [remove(1)]] },
  },
  {
    rule: 'a write beside a delete by expression is not taken at its word',
    without: { ...context((all) => imagesWhateverOverlaps(all)), hitsUnasked: true },
    bounds: { ...base, clients: [[upsert(row(1, 2))], [D]] },
  },
  {
    rule: 'a write begun beside one that the journal has not seen is not taken at its word',
    without: context((all) => imagesWhateverOverlaps(all, true)),
    bounds: { ...base, begin: 'any', clients: [[upsert(row(1, 2))], [upsert(row(1, 3))]] },
  },
  {
    rule: 'an Insert is taken at its word only where its key is new',
    without: context(everyInsertIsNew),
    bounds: { ...base, rows: [row(1, 2)], clock: true, clients: [[insert([row(1, 1)])]] },
  },
]
