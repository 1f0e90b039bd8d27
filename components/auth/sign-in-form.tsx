'use client'
import { useState, type FormEvent } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { safeReturnPath } from './safe-return-path'
import { signInWithPassword } from './sign-in-with-password'

export function SignInForm({ callbackUrl }: { callbackUrl?: string | null }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(null)
    const refusal = await signInWithPassword({ email: String(form.get('email')), password: String(form.get('password')) })
    // A full load, so that nothing of the signed-out pages stays in the router's cache. An anchor of the link that led
    // here never reached the server, but the browser has kept it.
    if (refusal === null) return window.location.assign(safeReturnPath(callbackUrl) + window.location.hash)
    setProblem(refusal)
    setBusy(false)
  }

  return (
    // method: pressed before the script is there, the password must not end up in the address.
    <form method="post" onSubmit={submit} className="space-y-4">
      {problem && (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      )}
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" variant="primary" busy={busy} className="w-full">
        Sign in
      </Button>
    </form>
  )
}
