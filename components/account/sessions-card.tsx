'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Laptop } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { TimeText } from '@/components/ui/time-text'
import { toast } from '@/components/ui/toast'
import type { AccountSession } from '@/lib/contracts/account-api'
import type { ActionResult } from '@/lib/contracts/console-requests'
import { keys } from '@/lib/queries/keys'
import type { AccountActions } from './account-actions'
import { browserName } from './browser-name'

type Props = { sessions: AccountSession[]; actions: Pick<AccountActions, 'endOwnSession' | 'endOtherSessions'> }

export function SessionsCard({ sessions, actions }: Props) {
  const queries = useQueryClient()
  const [ending, setEnding] = useState<string | null>(null)

  async function end(what: string, work: () => Promise<ActionResult<unknown>>, said: string) {
    setEnding(what)
    const result = await work()
    setEnding(null)
    if (result.ok) toast.success(said)
    else toast.error(result.error.message)
    await queries.invalidateQueries({ queryKey: keys.account.root })
  }

  return (
    <Card>
      <CardHeader
        title="Sessions"
        hint="Where you are signed in. A session lasts 7 days."
        actions={
          <Button
            size="sm"
            busy={ending === 'others'}
            disabledReason={sessions.length < 2 ? 'There is no other session.' : null}
            onClick={() => void end('others', actions.endOtherSessions, 'All other sessions are signed out.')}
          >
            Sign out all others
          </Button>
        }
      />
      <ul className="divide-y">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <Laptop aria-hidden className="size-4 shrink-0 text-faint" />
            <div className="min-w-0 flex-1 text-sm">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {browserName(session.browser)}
                {session.current && <Badge tone="ok">This session</Badge>}
              </p>
              <p className="text-xs text-soft">
                {session.address ?? 'Unknown address'} · signed in <TimeText at={session.createdAt} /> · last seen <TimeText at={session.lastSeenAt} />
              </p>
            </div>
            {!session.current && (
              <Button
                size="sm"
                aria-label={`Sign out ${browserName(session.browser)}`}
                busy={ending === session.id}
                onClick={() => void end(session.id, () => actions.endOwnSession({ sessionId: session.id }), 'The session is signed out.')}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
