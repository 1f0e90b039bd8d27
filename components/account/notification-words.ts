import type { NotificationKind } from '@/lib/contracts/account-api'

export const NOTIFICATION_WORDS: Record<NotificationKind, { title: string; detail: string }> = {
  caught_up: { title: 'The data sync may be stopped', detail: 'The target is less than 10 seconds behind.' },
  ends_soon: { title: 'A data sync ends in 24 hours', detail: 'Unless somebody stops it, the migration fails.' },
  differs: { title: 'A verification found differences', detail: 'Before the switch, while the source serves.' },
  succeeded: { title: 'A migration succeeded', detail: 'With the connection details of the new cluster.' },
  failed: { title: 'A migration failed', detail: 'With the reason.' },
  canceled: { title: 'A migration was canceled', detail: 'By a person, before the switch.' },
}
