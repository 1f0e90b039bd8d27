// Sends people who are not signed in to the sign-in page. The API checks for itself and answers 401.
import { withAuth } from 'next-auth/middleware'

export const proxy = withAuth({ pages: { signIn: '/sign-in' } })

export const config = {
  matcher: ['/((?!api|_next|sign-in|setup|favicon.ico|.*\\.(?:svg|png|ico|webmanifest|txt)$).*)'],
}
