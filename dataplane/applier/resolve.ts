// Asks the target which keys a delete by expression matches. Whatever the target would match only after the
// window's keys are settled is itself among those keys (reference: the model check), so resolving first is sound.
import { isPartitionMissing } from '../milvus/catalog.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { freshNow, readRows, STRONG, type Freshness } from '../milvus/entities.ts'
import { keyToText, type Key } from '../milvus/keys.ts'
import { matchingKeys } from '../milvus/matching-keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import { isRefusal, type CallOptions, type MilvusServer } from '../milvus/server.ts'
import type { WindowExpression } from './window.ts'

/** Expressions in one question; more make the parser slow. */
const JOINED = 50

type Resolution = {
  shape: CollectionShape
  capabilities: Capabilities
  exprs: readonly WindowExpression[]
  /** Whether the source cannot read this expression either. */
  refusedBySource: (question: Question) => Promise<boolean>
}

/**
 * The keys on the target that any of the expressions matches, all as of now, a page at a time: what matches may be the
 * whole collection. Nothing matches in a partition that is not there. A delete whose outcome is in doubt may have failed
 * because of its expression: what both sides refuse to read has matched nothing.
 */
export async function* resolveOnTarget(target: MilvusServer, of: Resolution, options: CallOptions = {}): AsyncGenerator<string[]> {
  const freshness = of.capabilities.ticks ? await freshNow(target) : STRONG
  for (const question of questionsOf(of.exprs)) {
    try {
      for await (const page of ask(target, { ...of, freshness }, question, options)) yield page.map(keyToText)
    } catch (error) {
      // Partitions are made and dropped on the target in the journal's order: there was none when the delete was made.
      if (question.partition && isPartitionMissing(error)) continue
      if (!question.inDoubt || !isRefusal(error) || !(await of.refusedBySource(question))) throw error
    }
  }
}

export type Question = { expr: string; partition?: string; templates?: Buffer; inDoubt: boolean }

/** Joins plain expressions of the same partition with `or`; one in doubt or with templates is asked alone, once: a client may repeat it. */
function questionsOf(exprs: readonly WindowExpression[]): Question[] {
  const alone = new Map<string, Question>()
  const plain = new Map<string, string[]>()
  for (const { expr, partition, templates, inDoubt } of exprs) {
    const isAlone = templates !== undefined || inDoubt
    if (isAlone) alone.set(JSON.stringify([expr, partition, templates, inDoubt]), { expr, inDoubt, ...(partition && { partition }), ...(templates && { templates: Buffer.from(templates, 'base64') }) })
    else plain.set(partition ?? '', [...new Set([...(plain.get(partition ?? '') ?? []), expr])])
  }
  const questions = [...alone.values()]
  for (const [partition, list] of plain)
    for (let i = 0; i < list.length; i += JOINED) {
      const expr = list.slice(i, i + JOINED).map((one) => `(${one})`).join(' or ')
      questions.push({ expr, inDoubt: false, ...(partition && { partition }) })
    }
  return questions
}

async function* ask(
  target: MilvusServer,
  of: { shape: CollectionShape; capabilities: Capabilities; freshness: Freshness },
  question: Question,
  options: CallOptions,
): AsyncGenerator<Key[]> {
  const { shape, capabilities, freshness } = of
  const { expr, partition, templates } = question
  const read = { shape, expr, freshness, partitions: partition ? [partition] : [], ...(templates && { templates }) }
  if (capabilities.readByKeyList) yield (await readRows(target, { ...read, columns: [shape.keyField] }, options)).keys
  else yield* matchingKeys(target, read, options)
}

/** Asks the source to read the expression; its collection must be loaded and DDL held off. */
export async function isRefused(source: MilvusServer, shape: CollectionShape, question: Question, options: CallOptions = {}): Promise<boolean> {
  const { expr, partition, templates } = question
  const read = { shape, expr, columns: [shape.keyField], partitions: partition ? [partition] : [], limit: 1, ...(templates && { templates }) }
  try {
    await readRows(source, read, options)
    return false
  } catch (error) {
    if (isRefusal(error)) return true
    throw error
  }
}
