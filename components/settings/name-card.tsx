'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { toast } from '@/components/ui/toast'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { TextField } from '@/components/ui/text-field'
import { keys } from '@/lib/queries/keys'
import type { SettingsActions } from './settings-actions'

export function NameCard({ name: known, renameOrganization }: { name: string; renameOrganization: SettingsActions['renameOrganization'] }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [name, setName] = useState(known)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const result = await renameOrganization({ name })
    setBusy(false)
    setProblem(result.ok ? null : result.error.message)
    if (!result.ok) return
    toast.success(`The organization is now called ${name.trim()}.`)
    await Promise.all([keys.organization.root, keys.me.root].map((queryKey) => queries.invalidateQueries({ queryKey })))
    router.refresh()
  }

  return (
    <Card>
      <CardHeader title="Organization" />
      <form onSubmit={(event) => void save(event)} className="flex flex-wrap items-start gap-3 px-5 py-4" noValidate>
        <TextField label="Name" value={name} maxLength={80} autoComplete="off" error={problem} className="w-full max-w-sm" onChange={(event) => setName(event.target.value)} />
        <Button type="submit" className="mt-6.5 max-sm:mt-0" busy={busy} disabledReason={name.trim() === known ? 'Enter another name first.' : null}>
          Save
        </Button>
      </form>
    </Card>
  )
}
