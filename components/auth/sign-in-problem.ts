import { durationWords } from '@/components/ui/duration-words'

const SAID: Record<string, string> = {
  CredentialsSignin: 'The e-mail address or the password is not right.',
  OidcUnknown: 'You have no account here. Ask an Organization Owner to invite you by the e-mail address that your provider knows.',
  OidcUnverified: 'Your provider has not verified your e-mail address, so this console cannot tell who you are. Verify it there and try again.',
  OAuthSignin: 'The sign-in provider does not answer. Try again, or sign in with a password.',
  OAuthCallback: 'The sign-in provider did not confirm who you are. Try again.',
  AccessDenied: 'The sign-in provider did not let you in.',
}

/** What to tell somebody whose sign-in was answered with this `error` of the address; null where there is none. */
export function signInProblem(error: string | null | undefined): string | null {
  if (!error) return null
  const waitS = /^TooManyAttempts\.(\d{1,5})$/.exec(error)?.[1]
  if (waitS !== undefined) return `Too many attempts. Wait ${durationWords(Number(waitS))} and try again.`
  return SAID[error] ?? 'Signing in did not work. Reload the page and try again.'
}
