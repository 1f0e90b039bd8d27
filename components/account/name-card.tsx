'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { TextField } from '@/components/ui/text-field'
import { toast } from '@/components/ui/toast'
import type { Account } from '@/lib/contracts/account-api'
import { keys } from '@/lib/queries/keys'
import type { AccountActions } from './account-actions'

export function NameCard({ account, changeName }: { account: Account; changeName: AccountActions['changeName'] }) {
  const router = useRouter()
  const queries = useQueryClient()
  const [name, setName] = useState(account.name)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const result = await changeName({ name })
    setBusy(false)
    setProblem(result.ok ? null : result.error.message)
    if (!result.ok) return
    toast.success('Your name is saved.')
    // The name stands in the frame of every page, too.
    router.refresh()
    await queries.invalidateQueries({ queryKey: keys.account.root })
  }

  return (
    <Card>
      <CardHeader title="Profile" hint={account.email} />
      <form onSubmit={save} className="flex flex-wrap items-start gap-3 px-5 py-4" noValidate>
        <TextField label="Name" value={name} autoComplete="name" maxLength={80} error={problem} className="w-full max-w-sm" onChange={(event) => setName(event.target.value)} />
        <Button type="submit" className="sm:mt-6.5" busy={busy} disabledReason={name.trim() === account.name ? 'Enter another name first.' : null}>
          Save name
        </Button>
      </form>
    </Card>
  )
}
