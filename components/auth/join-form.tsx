'use client'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { requestResolver } from '@/components/ui/request-resolver'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult } from '@/lib/contracts/console-requests'
import type { JoinByInvitationRequest } from '@/lib/contracts/organization-requests'
import { signInWithPassword } from './sign-in-with-password'

type Input = z.input<typeof JoinByInvitationRequest>
type Props = { token: string; email: string; joinByInvitation: (input: Input) => Promise<ActionResult<unknown>> }

const resolver = requestResolver(() => import('@/lib/contracts/organization-requests').then((file) => file.JoinByInvitationRequest))

/** For somebody without an account: name and password, then one is signed in. */
export function JoinForm({ token, email, joinByInvitation }: Props) {
  const { register, handleSubmit, setError, formState } = useForm<Input, unknown, z.output<typeof JoinByInvitationRequest>>({ resolver, defaultValues: { token } })
  const [problem, setProblem] = useState<string | null>(null)
  const { errors, isSubmitting } = formState

  async function submit(input: Input) {
    setProblem(null)
    const result = await joinByInvitation(input)
    if (!result.ok) {
      const { field, message } = result.error
      if (field === 'name' || field === 'password') return setError(field, { message }, { shouldFocus: true })
      return setProblem(message)
    }
    const refusal = await signInWithPassword({ email, password: input.password })
    window.location.assign(refusal === null ? '/' : '/sign-in')
  }

  return (
    <form method="post" onSubmit={(event) => void handleSubmit(submit)(event)} className="space-y-4" noValidate>
      {problem && (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      )}
      <TextField label="E-mail" type="email" value={email} readOnly autoComplete="username" />
      <TextField label="Your name" autoComplete="name" error={errors.name?.message} {...register('name')} />
      <TextField label="Password" type="password" autoComplete="new-password" hint="At least 10 characters." error={errors.password?.message} {...register('password')} />
      <Button type="submit" variant="primary" busy={isSubmitting} className="w-full">
        Accept invitation
      </Button>
    </form>
  )
}
