'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { useState, type ReactNode } from 'react'
import { Toaster } from '@/components/ui/toast'
import { AppError } from '@/lib/errors/app-error'

export function Providers({ children, nonce }: { children: ReactNode; nonce?: string }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 1_000, retry: mayRetry } } }))
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
      <QueryClientProvider client={queries}>
        {children}
        <Toaster />
      </QueryClientProvider>
    </ThemeProvider>
  )
}

/** A refusal stays one; only what may pass by itself is asked again at once. */
function mayRetry(failures: number, error: Error): boolean {
  const next = error instanceof AppError ? error.next : 'retry'
  return next === 'retry' && failures < 2
}
