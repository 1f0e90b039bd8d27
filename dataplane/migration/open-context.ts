// Puts together what a migration's stages need: clients of both clusters, the journal with what it says of
// an earlier process, and the capture.
import { Capture } from '../capture/capture.ts'
import { Incarnations } from '../capture/incarnations.ts'
import { recover } from '../capture/recovery.ts'
import { WriteLog } from '../capture/write-log.ts'
import { Journal } from '../journal/journal.ts'
import { RowImages } from '../journal/row-images.ts'
import { nameOf } from '../milvus/catalog.ts'
import type { Context, MigrationParts } from './context.ts'
import type { CopyProgress } from './copy-progress.ts'
import type { MigrationRecord } from './record.ts'
import { SourceLoads } from './source-loads.ts'

const MOST_INDEX_NOTES = 50

type Hooks = {
  resumed: boolean
  progress: CopyProgress
  trouble: Context['trouble']
  onJournalFailure: (error: unknown) => Promise<void>
  signal: AbortSignal
}

/** Rejects with `cluster.unreachable` while a cluster is away; nothing is left open then. */
export async function openContext(parts: MigrationParts, hooks: Hooks): Promise<Context> {
  const { record, store, clusters, segmentBytes } = parts
  const log = parts.log.with({ migrationId: record.id })
  const source = await clusters.side(record.sourceId, hooks.signal)
  const target = await clusters.side(record.targetId, hooks.signal)
  const journal = await Journal.open(store.journalDir, { segmentBytes })
  const applied = await store.loadApplied()
  const recovered = await recover(journal, applied?.incarnations ?? [])
  const incarnations = new Incarnations(recovered.incarnations, applied?.nextId ?? 1)
  const images = new RowImages()
  const writes = new WriteLog(journal, { images, open: recovered.writes })
  const save = () => store.saveRecord(record)
  const loads = new SourceLoads(
    source.server,
    async (at) => {
      record.loadedByUs.push(...at)
      await save()
    },
    async (at) => {
      const left = record.loadedByUs.filter((one) => nameOf(one) !== nameOf(at))
      if (left.length === record.loadedByUs.length) return
      record.loadedByUs = left
      await save()
    },
  )
  const capture = new Capture({
    source: source.server,
    capabilities: source.capabilities,
    journal,
    writes,
    incarnations,
    ids: source.ids,
    serial: source.serial,
    onLoad: (at) => loads.share(at),
    refuse: (method, why) => clusters.refuse(method, why),
    onJournalFailure: hooks.onJournalFailure,
    log: log.with({ component: 'capture' }),
  })
  for (const id of [...(applied?.unresolved ?? []), ...recovered.unresolved]) capture.unresolved.add(id)
  return {
    record,
    store,
    clusters,
    source,
    target,
    journal,
    incarnations,
    writes,
    images,
    capture,
    loads,
    progress: hooks.progress,
    recovered: { writes: recovered.writes, ddls: recovered.ddls, resumed: hooks.resumed },
    applier: undefined,
    indexes: { choice: record.indexes, onRefused: (sentence) => noteIndex(record, sentence) },
    trouble: hooks.trouble,
    save,
    signal: hooks.signal,
    log,
  }
}

/** Kept with the next save of the record: a definition that is refused again is noted again. */
function noteIndex(record: MigrationRecord, sentence: string): void {
  const known = record.notes.indexes ?? []
  if (!known.includes(sentence) && known.length < MOST_INDEX_NOTES) record.notes = { ...record.notes, indexes: [...known, sentence] }
}
