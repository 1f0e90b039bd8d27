import { cn } from './cn'

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-sunken', className)} />
}

/** Stands where rows will be, at their height, so that nothing moves when they come. */
export function SkeletonRows({ rows = 4, className = 'h-12' }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className="divide-y">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={cn('flex items-center gap-6 px-5', className)}>
          <Skeleton className="h-3.5 w-40 max-w-[40%]" />
          <Skeleton className="h-3.5 w-20" />
          <Skeleton className="ml-auto h-3.5 w-28" />
        </div>
      ))}
    </div>
  )
}
