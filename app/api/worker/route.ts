import { errorResponse } from '@/lib/http/signed-in-get.ts'
import { work } from '@/lib/jobs/work.ts'
import { requireWorkerToken } from '@/lib/jobs/worker-token.ts'
import { deliverMailSoon } from '@/lib/mail/deliver-mail.ts'

/** Does what is due. The ticker of instrumentation.ts calls it every second; a cron may call it too. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireWorkerToken(request.headers.get('authorization'))
    const result = await work()
    deliverMailSoon()
    return Response.json(result)
  } catch (error) {
    return errorResponse(error, '/api/worker')
  }
}
