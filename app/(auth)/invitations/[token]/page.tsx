import type { Metadata } from 'next'
import { acceptInvitation, joinByInvitation } from '@/app/actions/invitations'
import { AcceptButton } from '@/components/auth/accept-button'
import { AuthCard } from '@/components/auth/auth-card'
import { InvitationFacts } from '@/components/auth/invitation-facts'
import { JoinForm } from '@/components/auth/join-form'
import { SignOutButton } from '@/components/auth/sign-out-button'
import { LinkButton } from '@/components/ui/link-button'
import { currentUser } from '@/lib/auth/session'
import { describeInvitation } from '@/lib/organization/accept-invitation'

// The address holds a secret: it goes to nobody with a click.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: 'noindex' }
export const dynamic = 'force-dynamic'

type Invitation = NonNullable<Awaited<ReturnType<typeof describeInvitation>>>

export default async function InvitationPage({ params }: PageProps<'/invitations/[token]'>) {
  const { token } = await params
  const [invitation, user] = await Promise.all([describeInvitation(token), currentUser()])
  if (invitation === null) return <Ended signedIn={user !== null} />
  const { email, organizationName, invitedBy } = invitation
  return (
    <AuthCard title={`Join ${organizationName}`} description={`${invitedBy} invites ${email}.`}>
      <InvitationFacts {...invitation} />
      <Way token={token} invitation={invitation} signedInAs={user?.email ?? null} />
    </AuthCard>
  )
}

function Way({ token, invitation: { email, hasAccount }, signedInAs }: { token: string; invitation: Invitation; signedInAs: string | null }) {
  const here = `/invitations/${token}`
  if (signedInAs === email) return <AcceptButton token={token} acceptInvitation={acceptInvitation} />
  if (signedInAs !== null)
    return (
      <>
        <p className="text-sm text-soft">
          You are signed in as {signedInAs}. The invitation is for {email}.
        </p>
        <SignOutButton href={here}>Sign out to accept it</SignOutButton>
      </>
    )
  if (!hasAccount) return <JoinForm token={token} email={email} joinByInvitation={joinByInvitation} />
  return (
    <>
      <p className="text-sm text-soft">You have an account here. Sign in with {email} to accept.</p>
      <LinkButton variant="primary" href={`/sign-in?callbackUrl=${encodeURIComponent(here)}`}>
        Sign in
      </LinkButton>
    </>
  )
}

function Ended({ signedIn }: { signedIn: boolean }) {
  return (
    <AuthCard title="This invitation is not valid" description="It has expired, or it was revoked, renewed or accepted. Ask the one who invited you for a new one.">
      <LinkButton href={signedIn ? '/' : '/sign-in'}>{signedIn ? 'Open the console' : 'Sign in'}</LinkButton>
    </AuthCard>
  )
}
