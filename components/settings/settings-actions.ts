import type { ActionResult } from '@/lib/contracts/console-requests'

export type SettingsActions = {
  renameOrganization: (input: { name: string }) => Promise<ActionResult<unknown>>
  sendTestMessage: (input: Record<string, never>) => Promise<ActionResult<{ sent: boolean; recipient: string; answer: string }>>
}
