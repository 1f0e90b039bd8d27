// A migration sees the writes that come through the source's endpoint here, and no others. Who knows the server's own
// address may write past it; such writes would be missing on the target.
import type { Finding } from '../../lib/contracts/control-api.ts'
import { sideBySide } from '../lifecycle/side-by-side.ts'
import { sleep } from '../lifecycle/waiting.ts'
import { countEntities } from '../milvus/entities.ts'
import { isRefusal } from '../milvus/server.ts'
import { called, type Check, type CheckInput, type SurveyedCollection } from './check.ts'

/** The largest collections are looked at, this many. */
const MOST_WATCHED = 50
/** Between the two looks, in ms. */
const WATCH_MS = 2_000

export const checkBypass: Check = async (input) => {
  if (!input.sourceIsRegistered) return []
  const findings: Finding[] = []
  if (input.sourceUse().calls === 0)
    findings.push({
      check: 'unused-endpoint',
      severity: 'warning',
      message: 'No application has used the endpoint of the source cluster here since the data plane was started. A migration carries only what is written through it.',
      remedy: 'Point every application that writes at the endpoint of the source cluster before you start.',
    })
  return [...findings, ...(await watch(input))]
}

async function watch(input: CheckInput): Promise<Finding[]> {
  const watched = [...input.collections].filter(({ loaded }) => loaded).sort((a, b) => b.entities - a.entities).slice(0, MOST_WATCHED)
  const writes = input.sourceUse().writes
  const before = await counts(input, watched)
  await sleep(WATCH_MS)
  const after = await counts(input, watched)
  // A write through the endpoint explains a difference; which one cannot be told.
  if (input.sourceUse().writes !== writes) return []
  const changed = watched.filter((one) => before.has(one) && after.has(one) && before.get(one) !== after.get(one))
  const [first] = changed
  if (!first) return []
  const more = changed.length > 1 ? `, and ${changed.length - 1} more collections changed too` : ''
  return [
    {
      check: 'bypass',
      severity: 'warning',
      message: `${called(first.shape)} went from ${before.get(first)} to ${after.get(first)} entities within seconds while no write came through the endpoint of the source cluster${more}. An application writes to the server directly (or entities expire), and such writes would be missing on the target.`,
      remedy: 'Find the application, point it at the endpoint of the source cluster and check again.',
    },
  ]
}

async function counts({ source, sourceCapabilities }: CheckInput, watched: readonly SurveyedCollection[]): Promise<Map<SurveyedCollection, number>> {
  const found = new Map<SurveyedCollection, number>()
  await sideBySide(watched, sourceCapabilities.countsAtOnce, async (one) => {
    try {
      found.set(one, await countEntities(source, one.shape))
    } catch (error) {
      // Dropped or released between the looks: nothing can be said of it.
      if (!isRefusal(error)) throw error
    }
  })
  return found
}
