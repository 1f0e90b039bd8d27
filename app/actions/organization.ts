'use server'
import type { z } from 'zod'
import * as requests from '@/lib/contracts/organization-requests.ts'
import { runAction } from '@/lib/http/run-action.ts'
import * as settings from '@/lib/organization/change-settings.ts'

export async function renameOrganization(input: z.input<typeof requests.RenameOrganizationRequest>) {
  return runAction({ name: 'renameOrganization', schema: requests.RenameOrganizationRequest, input, act: settings.renameOrganization })
}

export async function sendTestMessage(input: z.input<typeof requests.SendTestMessageRequest>) {
  return runAction({ name: 'sendTestMessage', schema: requests.SendTestMessageRequest, input, act: settings.sendTestMessage })
}
