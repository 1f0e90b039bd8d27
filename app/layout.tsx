import '@fontsource-variable/inter'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Zero Downtime Migration', template: '%s · Zero Downtime Migration' },
  description: 'Move a live Milvus cluster to a new one while applications keep reading and writing.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Set by proxy.ts for this very answer; reading it also keeps every page from being built ahead, without one.
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // The theme is set on <html> before React takes over.
    <html lang="en" suppressHydrationWarning>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
