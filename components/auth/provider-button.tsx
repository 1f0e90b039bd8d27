'use client'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { authPost } from '@/components/ui/auth-post'
import { Button } from '@/components/ui/button'
import { safeReturnPath } from './safe-return-path'

type Props = { name: string; callbackUrl: string | null; onProblem: (error: string) => void }

/** Goes to the provider that is configured; it sends the browser back to where one wanted to go. */
export function ProviderButton({ name, callbackUrl, onProblem }: Props) {
  const [busy, setBusy] = useState(false)

  async function go() {
    setBusy(true)
    try {
      const back = window.location.origin + safeReturnPath(callbackUrl) + window.location.hash
      const { ok, url } = await authPost('signin/oidc', { callbackUrl: back })
      if (ok && url !== '') return window.location.assign(url)
      onProblem('OAuthSignin')
    } catch {
      onProblem('OAuthSignin')
    }
    setBusy(false)
  }

  return (
    <>
      <Button className="w-full" busy={busy} onClick={() => void go()}>
        <KeyRound aria-hidden />
        Continue with {name}
      </Button>
      <p aria-hidden className="flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
    </>
  )
}
