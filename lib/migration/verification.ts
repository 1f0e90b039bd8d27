// When a verification speaks for stopping the data sync. Pure; data plane and console share it.

type Outcome = { state: string; verdict: string | null }

/**
 * True once the last verification has ended and found nothing that differs for good. Entities that changed at every
 * look (`unsettled`) do not count against it: they are written to, so that no look can settle them.
 */
export function isVerified(last: Outcome | null): boolean {
  return last !== null && last.state === 'completed' && (last.verdict === 'identical' || last.verdict === 'unsettled')
}
