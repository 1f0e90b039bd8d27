// Asks the target which keys a delete by expression matches. Whatever the target would match only after the
// window's keys are settled is itself among those keys (reference: the model check), so resolving first is sound.
import type { Expression } from '../journal/entry.ts'
import type { Capabilities } from '../milvus/engines.ts'
import { readRows } from '../milvus/entities.ts'
import { compareKeys, keyToText, literal, type Key } from '../milvus/keys.ts'
import type { CollectionShape } from '../milvus/schema.ts'
import type { CallOptions, MilvusServer } from '../milvus/server.ts'

/** Expressions in one question; more make the parser slow. */
const JOINED = 50
const PAGE = 10_000

/** The keys on the target that any of the expressions matches, read Strong, all pages. */
export async function resolveOnTarget(
  target: MilvusServer,
  of: { shape: CollectionShape; capabilities: Capabilities; exprs: readonly Expression[] },
  options: CallOptions = {},
): Promise<string[]> {
  const keys = new Set<string>()
  for (const question of questionsOf(of.exprs))
    for (const key of await ask(target, of, question, options)) keys.add(keyToText(key))
  return [...keys]
}

type Question = { expr: string; partition?: string; templates?: Buffer }

/** Joins plain expressions of the same partition with `or`; one with templates is asked alone. */
function questionsOf(exprs: readonly Expression[]): Question[] {
  const questions: Question[] = []
  const plain = new Map<string, string[]>()
  for (const { expr, partition, templates } of exprs) {
    if (templates) questions.push({ expr, ...(partition && { partition }), templates: Buffer.from(templates, 'base64') })
    else plain.set(partition ?? '', [...new Set([...(plain.get(partition ?? '') ?? []), expr])])
  }
  for (const [partition, list] of plain)
    for (let i = 0; i < list.length; i += JOINED) {
      const expr = list.slice(i, i + JOINED).map((one) => `(${one})`).join(' or ')
      questions.push({ expr, ...(partition && { partition }) })
    }
  return questions
}

async function ask(
  target: MilvusServer,
  of: { shape: CollectionShape; capabilities: Capabilities },
  question: Question,
  options: CallOptions,
): Promise<Key[]> {
  const { shape, capabilities } = of
  const read = { shape, columns: [shape.keyField], ...(question.templates && { templates: question.templates }) }
  const partitions = question.partition ? [question.partition] : []
  if (capabilities.readByKeyList) return (await readRows(target, { ...read, expr: question.expr, partitions }, options)).keys
  const keys: Key[] = []
  for (let after: Key | undefined; ; ) {
    const expr = after === undefined ? question.expr : `(${question.expr}) and ${shape.keyField} > ${literal(after)}`
    const page = (await readRows(target, { ...read, expr, partitions, limit: PAGE }, options)).keys
    if (page.length === 0) return keys
    for (const key of page) {
      keys.push(key)
      if (after === undefined || compareKeys(key, after) > 0) after = key
    }
  }
}
