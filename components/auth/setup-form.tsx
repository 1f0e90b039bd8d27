'use client'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { requestResolver } from '@/components/ui/request-resolver'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, CreateFirstOwnerRequest } from '@/lib/contracts/console-requests'
import { signInWithPassword } from './sign-in-with-password'

type Input = z.input<typeof CreateFirstOwnerRequest>
type Props = { createFirstOwner: (input: Input) => Promise<ActionResult<unknown>> }

const resolver = requestResolver(() => import('@/lib/contracts/console-requests').then((file) => file.CreateFirstOwnerRequest))

export function SetupForm({ createFirstOwner }: Props) {
  const { register, handleSubmit, setError, formState } = useForm<Input, unknown, z.output<typeof CreateFirstOwnerRequest>>({ resolver })
  const [problem, setProblem] = useState<string | null>(null)
  const { errors, isSubmitting } = formState

  async function submit(input: Input) {
    setProblem(null)
    const result = await createFirstOwner(input)
    if (!result.ok) {
      const { field, message } = result.error
      if (field && field in input) return setError(field as keyof Input, { message }, { shouldFocus: true })
      return setProblem(message)
    }
    const refusal = await signInWithPassword(input)
    window.location.assign(refusal === null ? '/' : '/sign-in')
  }

  return (
    <form method="post" onSubmit={handleSubmit(submit)} className="space-y-4" noValidate>
      {problem && (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      )}
      <TextField label="Organization" placeholder="Acme" error={errors.organization?.message} {...register('organization')} />
      <TextField label="Your name" autoComplete="name" error={errors.name?.message} {...register('name')} />
      <TextField label="E-mail" type="email" autoComplete="username" error={errors.email?.message} {...register('email')} />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters."
        error={errors.password?.message}
        {...register('password')}
      />
      <Button type="submit" variant="primary" busy={isSubmitting} className="w-full">
        Create organization
      </Button>
    </form>
  )
}
