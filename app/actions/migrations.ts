'use server'
import type { z } from 'zod'
import * as requests from '@/lib/contracts/console-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'
import * as change from '@/lib/jobs/request-change.ts'
import * as verify from '@/lib/jobs/request-verification.ts'
import * as start from '@/lib/jobs/start-migration.ts'

export async function startMigration(input: z.input<typeof requests.StartMigrationRequest>) {
  return runAction({ name: 'startMigration', schema: requests.StartMigrationRequest, input, act: start.startMigration })
}

export async function stopDataSync(input: z.input<typeof requests.StopDataSyncRequest>) {
  return runAction({ name: 'stopDataSync', schema: requests.StopDataSyncRequest, input, act: change.stopDataSync })
}

export async function cancelMigration(input: z.input<typeof requests.CancelMigrationRequest>) {
  return runAction({ name: 'cancelMigration', schema: requests.CancelMigrationRequest, input, act: change.cancelMigration })
}

export async function startVerification(input: z.input<typeof requests.VerificationRequest>) {
  return runAction({ name: 'startVerification', schema: requests.VerificationRequest, input, act: verify.startVerification })
}

export async function cancelVerification(input: z.input<typeof requests.VerificationRequest>) {
  return runAction({ name: 'cancelVerification', schema: requests.VerificationRequest, input, act: verify.cancelVerification })
}

export async function resyncDifferences(input: z.input<typeof requests.VerificationRequest>) {
  return runAction({ name: 'resyncDifferences', schema: requests.VerificationRequest, input, act: verify.resyncDifferences })
}
