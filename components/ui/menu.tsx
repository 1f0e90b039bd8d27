'use client'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

type Props = { trigger: ReactNode; children: ReactNode; align?: 'start' | 'end'; side?: 'top' | 'bottom' | 'right'; label?: string; className?: string }

export function Menu({ trigger, children, align = 'end', side = 'bottom', label, className }: Props) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className={cn(
            'z-50 min-w-48 rounded-lg border bg-surface p-1 shadow-overlay animate-in fade-in-0 zoom-in-98 duration-100',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export function MenuItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return (
    <Radix.Item
      {...props}
      className={cn(
        'flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none select-none [&_svg]:size-4 [&_svg]:text-faint',
        'data-disabled:cursor-not-allowed data-disabled:text-faint data-highlighted:bg-sunken',
        className,
      )}
    />
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 py-1.5 text-xs text-faint">{children}</Radix.Label>
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />
}
