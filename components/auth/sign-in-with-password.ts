import { authPost } from '@/components/ui/auth-post'
import { signInProblem } from './sign-in-problem'

/** Signs in. Answers what to tell the user when it did not work, else null. */
export async function signInWithPassword({ email, password }: { email: string; password: string }): Promise<string | null> {
  try {
    const { ok, url } = await authPost('callback/credentials', { email, password })
    // An outdated CSRF token is answered with 200 and an address back to the form: nobody is signed in then.
    const query = new URL(url, window.location.origin).searchParams
    if (ok && !query.has('csrf') && !query.has('error')) return null
    return signInProblem(query.get('error') ?? 'unknown')
  } catch {
    return 'The console does not answer. Check the connection and try again.'
  }
}
