/** What may be shown of SMTP_URL: where the server is, and whether the console signs in there. Pure. */
export function mailServerOf(smtpUrl: string | undefined): { server: string | null; signsIn: boolean } {
  if (smtpUrl === undefined) return { server: null, signsIn: false }
  const { protocol, hostname, port, username } = new URL(smtpUrl)
  const usual = protocol === 'smtps:' ? '465' : '587'
  return { server: `${protocol}//${hostname}:${port || usual}`, signsIn: username !== '' }
}
