import { signIn } from 'next-auth/react'

/** Signs in. Answers what to tell the user when it did not work, else null. */
export async function signInWithPassword(input: { email: string; password: string }): Promise<string | null> {
  try {
    const result = await signIn('credentials', { ...input, redirect: false })
    // A request with an outdated CSRF token is answered with 200 and sends back to the form: nobody is signed in then.
    const refused = !result?.ok || Boolean(result.error) || /[?&](csrf|error)=/.test(result.url ?? '')
    if (!refused) return null
    if (result?.error === 'TooManyAttempts') return 'Too many attempts. Wait five minutes and try again.'
    if (result?.error && result.error !== 'CredentialsSignin') return 'Signing in did not work. Reload the page and try again.'
    return 'The e-mail address or the password is not right.'
  } catch {
    return 'The console does not answer. Check the connection and try again.'
  }
}
