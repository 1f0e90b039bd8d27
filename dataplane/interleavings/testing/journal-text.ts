// The journal as far as it decides how a history goes on: what is still to be applied, now or after a crash, and what
// is open. Entries that are done with leave no trace, so that histories that differ only in them are one.
import { offset, type Entry, type EntryOf } from '../../journal/entry.ts'
import type { RowImage, RowImages } from '../../journal/row-images.ts'
import type { OpenWrite } from '../../capture/write-log.ts'

export type JournalState = {
  /** By offset, also those that are not durable. */
  entries: readonly Entry[]
  durableEnd: number
  /** Where the applier begins after a crash; undefined where no crash can come any more. */
  storedOffset: number | undefined
  appliedOffset: number
  /** Durable end when the present window was taken. */
  windowEnd: number
  /** What the process itself holds as open. */
  open: readonly OpenWrite[]
  images: RowImages
}

export function journalText(state: JournalState): string {
  const { entries, durableEnd, storedOffset, appliedOffset, windowEnd, open, images } = state
  const from = Math.min(appliedOffset, storedOffset ?? appliedOffset)
  const parts: string[] = []
  for (let at = from; at <= entries.length; at++) {
    if (at === appliedOffset) parts.push('^')
    if (at === windowEnd) parts.push(']')
    if (at === durableEnd) parts.push('|')
    const entry = entries[at]
    if (entry && entry.kind !== 'intent' && entry.kind !== 'heartbeat') parts.push(textOf(entry) + imageText(images.get(offset(at))))
  }
  parts.push(`open ${open.map(({ write, expr, carried, inDoubt, isOverlapped }) => JSON.stringify([write, expr?.expr, carried.list(), inDoubt, isOverlapped])).join()}`)
  if (storedOffset !== undefined) parts.push(`recovered ${recoveredText(entries.slice(0, durableEnd))}`)
  return parts.join(' ')
}

function textOf(entry: Entry): string {
  return entry.kind === 'outcome' ? outcomeText(entry) : entry.kind
}

function imageText(image: RowImage | undefined): string {
  if (image?.kind !== 'rows') return image?.kind ?? ''
  return image.columns.map(({ bytes }) => bytes.toString('latin1')).join()
}

function outcomeText({ how, write, expr, carried }: EntryOf<'outcome'>): string {
  return JSON.stringify([how, write, expr?.expr, carried])
}

/** The intents that a crash would find open, with what they would carry, in order. */
function recoveredText(entries: readonly Entry[]): string {
  const open = new Map<number, { intent: EntryOf<'intent'>; carried: Set<string> }>()
  entries.forEach((entry, at) => {
    if (entry.kind === 'intent') open.set(at, { intent: entry, carried: new Set() })
    if (entry.kind !== 'outcome') return
    if (entry.how !== 'unknown') open.delete(entry.intent)
    if (entry.how === 'refused') return
    for (const [other, { intent, carried }] of open) if (intent.expr && other !== entry.intent) for (const key of entry.write.keys) carried.add(`${entry.write.scope}/${key}`)
  })
  return [...open.values()].map(({ intent, carried }) => JSON.stringify([intent.write, intent.expr?.expr, [...carried].sort()])).join()
}
