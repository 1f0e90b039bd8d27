// Whether a side can be talked to at all. Nothing else can be checked where it cannot.
import type { Engine, Finding } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'

type SideName = 'source' | 'target'

/** Asks the side what it is; what keeps it from answering is a blocker. */
export async function reach(side: SideName, look: () => Promise<Engine>): Promise<{ engine: Engine } | { finding: Finding }> {
  try {
    return { engine: await look() }
  } catch (error) {
    return { finding: unreachable(side, error) }
  }
}

/** What an error that a side answered with means for the migration. Errors of our own are not findings: they are thrown again. */
export function unreachable(side: SideName, error: unknown): Finding {
  if (!(error instanceof AppError)) throw error
  if (error.code === 'cluster.too_old')
    return { check: 'version', severity: 'blocker', message: `The ${side} cluster is too old for a migration: ${error.publicMessage}`, remedy: `Upgrade the ${side} cluster, or choose another one.` }
  if (error.code === 'cluster.unauthorized')
    return { check: 'authorization', severity: 'blocker', message: `The ${side} cluster does not accept the token that it was registered with.`, remedy: 'Register the cluster again with a token that may read and write everything.' }
  return {
    check: 'reachability',
    severity: 'blocker',
    message: `The ${side} cluster cannot be reached: ${reasonOf(error)}.`,
    remedy: `Check that the ${side} cluster runs and that its address can be reached from the machine of the data plane. Then check again.`,
  }
}

/** What gRPC said, where a call was made at all. */
function reasonOf({ cause }: AppError): string {
  const details = cause instanceof Error && 'details' in cause ? String(cause.details) : ''
  return details || 'its server does not run'
}
