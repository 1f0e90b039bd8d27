'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Card, CardHeader } from '@/components/ui/card'
import { toast } from '@/components/ui/toast'
import type { Account, NotificationChannel, NotificationKind } from '@/lib/contracts/account-api'
import { NOTIFICATION_CHANNELS, NOTIFICATION_KINDS } from '@/lib/contracts/account-api'
import { keys } from '@/lib/queries/keys'
import type { AccountActions } from './account-actions'
import { NOTIFICATION_WORDS } from './notification-words'

type Preference = { kind: NotificationKind; channel: NotificationChannel; wanted: boolean }
type Props = { account: Account; setNotificationPreference: AccountActions['setNotificationPreference'] }

const CHANNEL_NAMES: Record<NotificationChannel, string> = { console: 'Console', mail: 'Mail' }
const isMuted = ({ muted }: Account, kind: NotificationKind, channel: NotificationChannel) => muted.some((entry) => entry.kind === kind && entry.channel === channel)

/** The account as it will be once the change is stored. */
function changed(account: Account, { kind, channel, wanted }: Preference): Account {
  const others = account.muted.filter((entry) => entry.kind !== kind || entry.channel !== channel)
  return { ...account, muted: wanted ? others : [...others, { kind, channel }] }
}

export function PreferencesCard({ account, setNotificationPreference }: Props) {
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: async (preference: Preference) => {
      const result = await setNotificationPreference(preference)
      if (!result.ok) toast.error(result.error.message)
    },
    // Shown at once; put right by what is stored.
    onMutate: async (preference) => {
      await queries.cancelQueries({ queryKey: keys.account.root })
      queries.setQueryData<Account>(keys.account.root, (now) => now && changed(now, preference))
    },
    onError: () => toast.error('The console does not answer. The change is not saved.'),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.account.root }),
  })
  return (
    <Card>
      <CardHeader title="Notifications" hint={account.mailConfigured ? 'What you are told, and where.' : 'This console has no mail server, so messages appear here only.'} />
      <table aria-label="Notifications by kind and channel" className="w-full text-sm">
        <thead>
          <tr className="border-b text-xs text-faint">
            <th scope="col" className="px-5 py-2 text-left font-medium">
              When
            </th>
            {NOTIFICATION_CHANNELS.map((channel) => (
              <th key={channel} scope="col" className="w-20 px-2 py-2 font-medium last:pr-5">
                {CHANNEL_NAMES[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {NOTIFICATION_KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="px-5 py-2.5 text-left font-normal">
                {NOTIFICATION_WORDS[kind].title}
                <span className="block text-xs text-soft">{NOTIFICATION_WORDS[kind].detail}</span>
              </th>
              {NOTIFICATION_CHANNELS.map((channel) => (
                <td key={channel} className="px-2 text-center last:pr-5">
                  <label className="inline-grid size-8 cursor-pointer place-items-center">
                    <input
                      type="checkbox"
                      className="size-4.5 cursor-pointer accent-(--accent)"
                      aria-label={`${NOTIFICATION_WORDS[kind].title}: ${CHANNEL_NAMES[channel]}`}
                      checked={!isMuted(account, kind, channel)}
                      onChange={(event) => mutate({ kind, channel, wanted: event.target.checked })}
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-t px-5 py-3 text-xs text-soft">Invitations are always mailed. Migrations are told to the admins of the source’s project and to whoever started them.</p>
    </Card>
  )
}
