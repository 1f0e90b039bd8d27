'use client'
import { useState, type FormEvent } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { ProviderButton } from './provider-button'
import { safeReturnPath } from './safe-return-path'
import { signInProblem } from './sign-in-problem'
import { signInWithPassword } from './sign-in-with-password'

type Props = {
  callbackUrl: string | null
  /** What the address says of a sign-in that did not work. */
  error: string | null
  /** The name of the OpenID Connect provider that is configured. */
  provider: string | null
}

export function SignInForm({ callbackUrl, error, provider }: Props) {
  const [problem, setProblem] = useState(signInProblem(error))
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
      {provider && <ProviderButton name={provider} callbackUrl={callbackUrl} onProblem={(code) => setProblem(signInProblem(code))} />}
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" variant="primary" busy={busy} className="w-full">
        Sign in
      </Button>
    </form>
  )
}
