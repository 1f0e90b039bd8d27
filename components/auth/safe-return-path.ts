/** Where to go after signing in: a path of this console, never an address elsewhere. */
export function safeReturnPath(asked: string | null | undefined): string {
  if (!asked) return '/'
  try {
    const url = new URL(asked, 'http://console.invalid')
    const own = url.host === 'console.invalid' && asked.startsWith('/')
    return own ? `${url.pathname}${url.search}${url.hash}` : '/'
  } catch {
    return '/'
  }
}
