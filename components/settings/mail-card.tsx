'use client'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, Fact, Facts } from '@/components/ui/card'
import type { OrganizationSettings } from '@/lib/contracts/organization-api'
import type { SettingsActions } from './settings-actions'
import { SetBy } from './set-by'

type Props = { mail: OrganizationSettings['mail']; sendTestMessage: SettingsActions['sendTestMessage'] }
type Outcome = { tone: 'ok' | 'bad'; title: string; answer: string }

export function MailCard({ mail: { server, signsIn, sender }, sendTestMessage }: Props) {
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  async function send() {
    setBusy(true)
    setOutcome(null)
    const result = await sendTestMessage({})
    setBusy(false)
    if (!result.ok) return setOutcome({ tone: 'bad', title: 'The test message was not sent', answer: result.error.message })
    const { sent, recipient, answer } = result.data
    setOutcome({ tone: sent ? 'ok' : 'bad', title: sent ? `The mail server took the test message to ${recipient}` : `The test message to ${recipient} was not sent`, answer })
  }

  return (
    <Card>
      <CardHeader
        title="Mail"
        hint="For invitations, and for migrations that need somebody."
        actions={
          <Button size="sm" busy={busy} disabledReason={server === null ? 'Mail is not configured: set SMTP_URL.' : null} onClick={() => void send()}>
            <Send aria-hidden />
            Send test message
          </Button>
        }
      />
      {outcome && (
        <div className="px-5 pt-4">
          <Banner live tone={outcome.tone} title={outcome.title}>
            <span className="font-mono text-xs break-words">{outcome.answer}</span>
          </Banner>
        </div>
      )}
      <Facts>
        <Fact name="Server">
          {server === null ? <Badge tone="warn">Not configured</Badge> : <code className="font-mono text-xs">{server}</code>}
          <p className="text-xs text-faint">
            {server !== null && (signsIn ? 'Signs in with a user and a password. ' : 'Does not sign in. ')}
            <SetBy option="SMTP_URL" />
          </p>
        </Fact>
        <Fact name="Sender">
          {sender}
          <p className="text-xs text-faint">
            <SetBy option="MAIL_FROM" />
          </p>
        </Fact>
      </Facts>
    </Card>
  )
}
