'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'
import { focusItself } from './focus-itself'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children: ReactNode
  /** Buttons at the bottom, the primary one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  /** Stays in sight above what scrolls. */
  notice?: ReactNode
  /** Beside the title. */
  aside?: ReactNode
  /** One height whatever is inside: for content that changes while one looks at it. */
  steady?: boolean
}

const WIDTH = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-3xl' }

export default function DialogWindow({ open, onOpenChange, title, description, children, footer, size = 'md', aside, notice, steady }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil data-[state=open]:animate-in data-[state=open]:fade-in-0" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusItself}
          className={cn(
            'fixed z-50 flex flex-col bg-surface shadow-overlay outline-none',
            'inset-x-0 bottom-0 max-h-[94dvh] rounded-t-xl border-t',
            'sm:inset-auto sm:top-1/2 sm:left-1/2 sm:max-h-[88dvh] sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl sm:border',
            'data-[state=open]:animate-in data-[state=open]:fade-in-0 duration-150',
            WIDTH[size],
            steady && 'h-[94dvh] sm:h-[min(48rem,88dvh)]',
          )}
        >
          <header className="flex items-start gap-4 border-b px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
                {aside}
              </div>
              {description && <Radix.Description className="mt-0.5 text-sm text-soft">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mr-1.5">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </header>
          <div className="space-y-2 px-5 pt-4 empty:hidden">{notice}</div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t bg-canvas px-5 py-3 sm:rounded-b-xl">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
