'use client'
import type { z } from 'zod'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { useRequestForm } from '@/components/ui/use-request-form'
import type { ActionResult, CreateFirstOwnerRequest } from '@/lib/contracts/console-requests'
import { signInWithPassword } from './sign-in-with-password'

type Input = z.input<typeof CreateFirstOwnerRequest>
type Props = { createFirstOwner: (input: Input) => Promise<ActionResult<unknown>> }

const schema = () => import('@/lib/contracts/console-requests').then((file) => file.CreateFirstOwnerRequest)

export function SetupForm({ createFirstOwner }: Props) {
  const { props, problems, busy, text } = useRequestForm({ schema, initial: { organization: '', name: '', email: '', password: '' }, send })

  async function send(input: Input) {
    const result = await createFirstOwner(input)
    if (!result.ok) return result.error
    const refusal = await signInWithPassword(input)
    window.location.assign(refusal === null ? '/' : '/sign-in')
  }

  return (
    <form {...props} className="space-y-4">
      {problems.root && (
        <Banner tone="bad" live>
          {problems.root.message}
        </Banner>
      )}
      <TextField label="Organization" placeholder="Acme" {...text('organization')} />
      <TextField label="Your name" autoComplete="name" {...text('name')} />
      <TextField label="E-mail" type="email" autoComplete="username" {...text('email')} />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters."
        {...text('password')}
      />
      <Button type="submit" variant="primary" busy={busy} className="w-full">
        Create organization
      </Button>
    </form>
  )
}
