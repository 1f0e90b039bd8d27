import { signedInStream } from '@/lib/http/signed-in-get.ts'
import { openVerificationReport } from '@/lib/jobs/request-verification.ts'

/** The data plane's VerificationReport as a file. */
export const GET = signedInStream<{ migrationId: string }>(({ user, params }) => openVerificationReport(user, params.migrationId), {
  fileName: ({ migrationId }) => `verification-${migrationId}.json`,
})
