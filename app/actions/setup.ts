'use server'
import type { z } from 'zod'
import * as owner from '@/lib/auth/first-owner.ts'
import { CreateFirstOwnerRequest } from '@/lib/contracts/console-requests.ts'
import { parseInput } from '@/lib/http/parse-input.ts'
import { asResult } from '@/lib/http/run-action.ts'

/** The one action that needs no session; refused once there is a user. */
export async function createFirstOwner(input: z.input<typeof CreateFirstOwnerRequest>) {
  return asResult('createFirstOwner', () => owner.createFirstOwner(parseInput(CreateFirstOwnerRequest, input)))
}
