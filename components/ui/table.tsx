import type { ComponentProps } from 'react'
import { cn } from './cn'

/** For cells that a phone has no room for; what they say stands under the first cell there. */
export const WIDE_ONLY = 'hidden md:table-cell'

/** Scrolls sideways inside its own frame; the page never does, not for what stands there for screen readers only either. */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <div className="relative overflow-x-auto">
      <table {...props} aria-label={label} className={cn('w-full border-collapse text-sm', className)} />
    </div>
  )
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return <th scope="col" {...props} className={cn('h-9 border-b px-3 text-left text-xs font-medium whitespace-nowrap text-faint first:pl-4 last:pr-4 md:px-4 md:first:pl-5 md:last:pr-5', className)} />
}

export function Tr({ className, ...props }: ComponentProps<'tr'>) {
  return <tr {...props} className={cn('border-b last:border-0 hover:bg-canvas', className)} />
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td {...props} className={cn('h-12 px-3 py-2 align-middle first:pl-4 last:pr-4 md:px-4 md:first:pl-5 md:last:pr-5', className)} />
}
