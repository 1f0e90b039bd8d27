'use client'
import { CloudOff, RotateCw } from 'lucide-react'
import { Suspense } from 'react'
import { Button } from './button'
import { isSignedOut, SignInAgain } from './sign-in-again'

type Props = {
  error: unknown
  onRetry?: () => void
  what?: string
  /** `h1` where nothing else is on the page. */
  heading?: 'h1' | 'h2'
}

/** The public sentence and code of an error that came from the console's own API; nothing more of any other. */
export function errorText(error: unknown): { message: string; code: string | null } {
  const known = error as { publicMessage?: unknown; code?: unknown }
  if (typeof known?.publicMessage === 'string') {
    return { message: known.publicMessage, code: typeof known.code === 'string' ? known.code : null }
  }
  return { message: 'The console could not be reached. Check the connection and try again.', code: null }
}

export function ErrorState({ error, onRetry, what, heading: Heading = 'h2' }: Props) {
  const { message, code } = errorText(error)
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-10 text-center">
      <span aria-hidden className="grid size-11 place-items-center rounded-xl bg-bad-soft text-bad">
        <CloudOff className="size-5" />
      </span>
      <div className="max-w-lg space-y-1">
        <Heading className="text-base font-semibold">{what ? `${what} could not be shown` : 'This could not be shown'}</Heading>
        <p className="text-sm text-soft">{message}</p>
        {code && <p className="font-mono text-xs text-faint">{code}</p>}
      </div>
      {isSignedOut(error) ? (
        <Suspense>
          <SignInAgain />
        </Suspense>
      ) : onRetry ? (
        <Button onClick={onRetry}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      ) : null}
    </div>
  )
}
