'use client'
import { cloneElement, useId, useLayoutEffect, useRef, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { cn } from './cn'
import { useDismiss, useOverlay } from './use-overlay'

type Props = {
  trigger: ReactElement<ComponentProps<'button'>>
  label: string
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
  className?: string
}

/** Something to look at beside its button; the rest of the page stays in reach. */
export function Popover({ trigger, label, open, onOpenChange, children, className }: Props) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const box = useOverlay<HTMLDivElement>({ anchor, open, align: 'end' })
  useDismiss(open, () => (onOpenChange(false), anchor.current?.focus()), [anchor, box])
  useLayoutEffect(() => {
    if (open) box.current?.focus()
  }, [open, box])
  return (
    <>
      { }
      {cloneElement(trigger, { ref: anchor, onClick: () => onOpenChange(!open), 'aria-haspopup': 'dialog', 'aria-expanded': open, 'aria-controls': open ? id : undefined })}
      {open && (
        <div
          ref={box}
          id={id}
          role="dialog"
          popover="manual"
          tabIndex={-1}
          aria-label={label}
          className={cn('flex-col overflow-hidden rounded-lg border bg-surface text-ink shadow-overlay outline-none [&:popover-open]:flex', className)}
        >
          {children}
        </div>
      )}
    </>
  )
}
