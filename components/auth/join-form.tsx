'use client'
import type { z } from 'zod'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { useRequestForm } from '@/components/ui/use-request-form'
import type { ActionResult } from '@/lib/contracts/console-requests'
import type { JoinByInvitationRequest } from '@/lib/contracts/organization-requests'
import { signInWithPassword } from './sign-in-with-password'

type Input = z.input<typeof JoinByInvitationRequest>
type Props = { token: string; email: string; joinByInvitation: (input: Input) => Promise<ActionResult<unknown>> }

const schema = () => import('@/lib/contracts/organization-requests').then((file) => file.JoinByInvitationRequest)

/** For somebody without an account: name and password, then one is signed in. */
export function JoinForm({ token, email, joinByInvitation }: Props) {
  const { props, problems, busy, text } = useRequestForm({ schema, initial: { token, name: '', password: '' }, hidden: ['token'], send })

  async function send(input: Input) {
    const result = await joinByInvitation(input)
    if (!result.ok) return result.error
    const refusal = await signInWithPassword({ email, password: input.password })
    window.location.assign(refusal === null ? '/' : '/sign-in')
  }

  return (
    <form {...props} className="space-y-4">
      {problems.root && (
        <Banner tone="bad" live>
          {problems.root.message}
        </Banner>
      )}
      <TextField label="E-mail" type="email" value={email} readOnly autoComplete="username" />
      <TextField label="Your name" autoComplete="name" {...text('name')} />
      <TextField label="Password" type="password" autoComplete="new-password" hint="At least 10 characters." {...text('password')} />
      <Button type="submit" variant="primary" busy={busy} className="w-full">
        Accept invitation
      </Button>
    </form>
  )
}
