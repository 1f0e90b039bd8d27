import type { ReactNode } from 'react'
import { Brand } from '@/components/ui/brand'

export function AuthCard({ title, description, children }: { title: string; description: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm space-y-6">
        <Brand />
        <div className="space-y-5 rounded-xl border bg-surface p-6 shadow-card">
          <div>
            <h1 className="text-lg font-semibold">{title}</h1>
            <p className="mt-1 text-sm text-soft">{description}</p>
          </div>
          {children}
        </div>
        <p className="text-xs text-faint">Move a live Milvus cluster to a new one while applications keep reading and writing.</p>
      </div>
    </main>
  )
}
