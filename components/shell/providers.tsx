'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { useState, type ReactNode } from 'react'
import { Toaster } from 'sonner'
import { TooltipProvider } from '@/components/ui/tooltip'
import { AppError } from '@/lib/errors/app-error'

export function Providers({ children, nonce }: { children: ReactNode; nonce?: string }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 1_000, retry: mayRetry } } }))
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
      <QueryClientProvider client={queries}>
        <TooltipProvider delayDuration={250}>{children}</TooltipProvider>
        <Toaster position="bottom-right" toastOptions={{ className: 'font-sans', style: TOAST }} />
      </QueryClientProvider>
    </ThemeProvider>
  )
}

/** A refusal stays one; only what may pass by itself is asked again at once. */
function mayRetry(failures: number, error: Error): boolean {
  const next = error instanceof AppError ? error.next : 'retry'
  return next === 'retry' && failures < 2
}

const TOAST = { background: 'var(--surface)', color: 'var(--ink)', border: '1px solid var(--line)' }
