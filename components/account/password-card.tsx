'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { TextField } from '@/components/ui/text-field'
import { toast } from '@/components/ui/toast'
import { keys } from '@/lib/queries/keys'
import type { AccountActions } from './account-actions'

const FIELDS = ['current', 'password', 'again'] as const
type Problem = { field: string | undefined; message: string }

/** The console judges what is typed; what is wrong stands at its field and nothing is lost. */
export function PasswordCard({ email, changePassword }: { email: string; changePassword: AccountActions['changePassword'] }) {
  const queries = useQueryClient()
  const form = useRef<HTMLFormElement>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const at = (field: (typeof FIELDS)[number]) => (problem?.field === field ? problem.message : null)
  const known = FIELDS.some((field) => field === problem?.field)

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const [current = '', password = '', again = ''] = FIELDS.map((field) => String(typed.get(field)))
    setBusy(true)
    const result = await changePassword({ current, password, again })
    setBusy(false)
    setProblem(result.ok ? null : { field: result.error.field, message: result.error.message })
    if (!result.ok) return form.current?.querySelector<HTMLInputElement>(`[name="${result.error.field ?? ''}"]`)?.focus()
    form.current?.reset()
    const { ended } = result.data
    toast.success(ended === 0 ? 'Your password is changed.' : `Your password is changed; ${ended === 1 ? 'the other session' : `${ended} other sessions`} ended.`)
    await queries.invalidateQueries({ queryKey: keys.account.root })
  }

  return (
    <Card>
      <CardHeader title="Password" hint="A new password signs all other sessions out." />
      <form ref={form} method="post" onSubmit={(event) => void save(event)} className="max-w-sm space-y-4 px-5 py-4" noValidate>
        {problem && !known && (
          <Banner tone="bad" live>
            {problem.message}
          </Banner>
        )}
        {/* Password managers keep the new password under this name. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField label="Current password" name="current" type="password" autoComplete="current-password" error={at('current')} />
        <TextField label="New password" name="password" type="password" autoComplete="new-password" hint="At least 10 characters." error={at('password')} />
        <TextField label="New password again" name="again" type="password" autoComplete="new-password" error={at('again')} />
        <Button type="submit" busy={busy}>
          Change password
        </Button>
      </form>
    </Card>
  )
}
