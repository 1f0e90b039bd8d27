/** Posts to one of next-auth's own endpoints, with a CSRF token fetched for this very request. */
export async function authPost(path: string, fields: Record<string, string>): Promise<{ ok: boolean; url: string }> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()) as { csrfToken: string }
  const response = await fetch(`/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ callbackUrl: window.location.origin, ...fields, csrfToken, json: 'true' }),
  })
  const answer = (await response.json().catch(() => ({}))) as { url?: string }
  return { ok: response.ok, url: answer.url ?? '' }
}
