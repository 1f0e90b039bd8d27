'use client'
import { useState } from 'react'
import { authPost } from '@/components/ui/auth-post'
import { Button } from '@/components/ui/button'

/** Signs out and goes to `href`. */
export function SignOutButton({ href, children }: { href: string; children: string }) {
  const [busy, setBusy] = useState(false)
  async function signOut() {
    setBusy(true)
    await authPost('signout', {})
    window.location.assign(href)
  }
  return (
    <Button busy={busy} className="w-full" onClick={() => void signOut()}>
      {children}
    </Button>
  )
}
