'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { z } from 'zod'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { requestResolver } from '@/components/ui/request-resolver'
import { TextField } from '@/components/ui/text-field'
import { toast } from '@/components/ui/toast'
import type { ChangePasswordRequest } from '@/lib/contracts/account-requests'
import { keys } from '@/lib/queries/keys'
import type { AccountActions } from './account-actions'

type Input = z.input<typeof ChangePasswordRequest>
const EMPTY: Input = { current: '', password: '', again: '' }
const resolver = requestResolver(() => import('@/lib/contracts/account-requests').then((file) => file.ChangePasswordRequest))

export function PasswordCard({ email, changePassword }: { email: string; changePassword: AccountActions['changePassword'] }) {
  const queries = useQueryClient()
  const { register, handleSubmit, setError, reset, formState } = useForm<Input, unknown, Input>({ resolver, defaultValues: EMPTY })
  const { errors, isSubmitting } = formState

  async function submit(input: Input) {
    const result = await changePassword(input)
    if (!result.ok) {
      const { field, message } = result.error
      const known = field !== undefined && field in input
      return setError(known ? (field as keyof Input) : 'root', { message }, { shouldFocus: known })
    }
    reset(EMPTY)
    const { ended } = result.data
    toast.success(ended === 0 ? 'Your password is changed.' : `Your password is changed; ${ended === 1 ? 'the other session' : `${ended} other sessions`} ended.`)
    await queries.invalidateQueries({ queryKey: keys.account.root })
  }

  return (
    <Card>
      <CardHeader title="Password" hint="A new password signs all other sessions out." />
      <form method="post" onSubmit={handleSubmit(submit)} className="max-w-sm space-y-4 px-5 py-4" noValidate>
        {errors.root && (
          <Banner tone="bad" live>
            {errors.root.message}
          </Banner>
        )}
        {/* Password managers keep the new password under this name. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField label="Current password" type="password" autoComplete="current-password" error={errors.current?.message} {...register('current')} />
        <TextField label="New password" type="password" autoComplete="new-password" hint="At least 10 characters." error={errors.password?.message} {...register('password')} />
        <TextField label="New password again" type="password" autoComplete="new-password" error={errors.again?.message} {...register('again')} />
        <Button type="submit" busy={isSubmitting}>
          Change password
        </Button>
      </form>
    </Card>
  )
}
