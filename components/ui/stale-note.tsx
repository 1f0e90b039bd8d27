import { Banner } from './banner'
import { errorText } from './error-state'
import { isSignedOut, SignInAgain } from './sign-in-again'
import { clockTime } from './time-format'

/** The last answer stays on the page while the console does not give a newer one. */
export function StaleNote({ at, error }: { at: number; error: unknown }) {
  const known = <time dateTime={new Date(at).toISOString()}>{clockTime(new Date(at))}</time>
  if (isSignedOut(error)) {
    return (
      <Banner tone="warn" live title="Your session has ended" actions={<SignInAgain />}>
        This is what was known at {known}.
      </Banner>
    )
  }
  const { message, code } = errorText(error)
  return (
    <Banner tone="warn" live title={code === 'console.unreachable' ? 'The console does not answer' : message}>
      This is what was known at {known}; it is tried again by itself.
    </Banner>
  )
}
