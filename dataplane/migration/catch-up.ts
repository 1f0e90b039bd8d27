// Before a try of the cutover: waits until so little is left that its time box will do.
import type { Applier } from '../applier/applier.ts'
import { sleep } from '../lifecycle/waiting.ts'
import type { Context } from './context.ts'

const NEAR_MS = 1_000
const MOST_WAIT_MS = 10 * 60_000
const LOOK_MS = 20

type Waiting = Pick<Context, 'record' | 'signal' | 'trouble'> & { capture: Pick<Context['capture'], 'gate' | 'ddl'> }
type Applying = Pick<Applier, 'facts' | 'appliedOffset'>

/**
 * Resolves with true when little is left to apply, and of DDL nothing: to make a collection takes Milvus seconds, which all writers
 * would wait for in the hold. DDL is held from now on, for a try of the cutover to come, but for `ddlMs` at the most; later the lag
 * alone counts. False after ten minutes, with the reason in the record.
 */
export async function catchUp({ capture, record, signal, trouble }: Waiting, applier: Applying, ddlMs: number): Promise<boolean> {
  const { gate } = capture
  const begin = Date.now()
  gate.closeForDdl(ddlMs)
  while (!isNear(capture, applier)) {
    if (Date.now() - begin > MOST_WAIT_MS) {
      trouble('cutover', undefined)
      record.cutover = { ...record.cutover, lastRefusal: 'The lag did not fall below a second. Reduce the writes to the source cluster and stop the sync again.' }
      return false
    }
    trouble('cutover', 'Waiting until the target cluster has caught up.')
    await sleep(LOOK_MS, signal)
  }
  trouble('cutover', undefined)
  return true
}

function isNear({ gate, ddl }: Waiting['capture'], applier: Applying): boolean {
  if (applier.facts().lagMs > NEAR_MS) return false
  return !gate.isClosedForDdl || (ddl.underWay === 0 && (ddl.lastDone === undefined || applier.appliedOffset > ddl.lastDone))
}
