// What a browser is told about every answer of the console. Pure; proxy.ts and next.config.ts send it.

/** Without a nonce of its own, for everything that is sent: pages, scripts, replies of the API. */
export const STANDING_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
}

const TWO_YEARS_S = 2 * 365 * 24 * 60 * 60

/**
 * What a page may load. Scripts run by the nonce of this very answer, and what they load with them; there is no inline script
 * and no code out of text. Inline styles stay: bars and popovers are placed with them, and they reach no data.
 */
export function contentSecurityPolicy({ nonce, development = false }: { nonce: string; development?: boolean }): string {
  return [
    "default-src 'self'",
    // In development React rebuilds stacks with eval, and the page is reloaded through a socket.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** For https only: browsers are to come back by https alone. */
export function transportSecurity(consoleUrl: string): Record<string, string> {
  return consoleUrl.startsWith('https:') ? { 'Strict-Transport-Security': `max-age=${TWO_YEARS_S}; includeSubDomains` } : {}
}
