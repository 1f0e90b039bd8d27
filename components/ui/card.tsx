import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section {...props} className={cn('min-w-0 rounded-lg border bg-surface shadow-card', className)} />
}

export function CardHeader({ title, hint, actions, id }: { title: string; hint?: ReactNode; actions?: ReactNode; id?: string }) {
  return (
    <header className="flex min-h-13 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-5 py-2.5">
      <div className="min-w-0">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {hint && <p className="text-sm text-soft">{hint}</p>}
      </div>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </header>
  )
}

/** Names and values side by side, as in a Summary. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={cn('divide-y', className)}>{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(5.5rem,min(30%,9rem))_minmax(0,1fr)] items-center gap-4 px-5 py-2.5">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="min-w-0 text-sm break-words">{children}</dd>
    </div>
  )
}
