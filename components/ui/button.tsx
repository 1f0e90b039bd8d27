'use client'
import { cva, type VariantProps } from 'class-variance-authority'
import { LoaderCircle } from 'lucide-react'
import { useId, type ComponentProps, type MouseEvent } from 'react'
import { cn } from './cn'
import { Tooltip } from './tooltip'

export const buttonStyle = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 [&_svg]:size-4 [&_svg]:shrink-0',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
  ],
  {
    variants: {
      variant: {
        primary:
          'border-transparent bg-accent text-accent-ink enabled:not-aria-disabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
        secondary:
          'border-line bg-surface text-ink shadow-card enabled:not-aria-disabled:hover:bg-sunken [a&]:hover:bg-sunken',
        ghost:
          'border-transparent text-soft enabled:not-aria-disabled:hover:bg-sunken enabled:not-aria-disabled:hover:text-ink [a&]:hover:bg-sunken [a&]:hover:text-ink',
        danger: 'border-transparent bg-bad text-surface enabled:not-aria-disabled:hover:opacity-90',
        'danger-quiet': 'border-line bg-surface text-bad shadow-card enabled:not-aria-disabled:hover:bg-bad-soft',
      },
      size: {
        sm: 'h-7 px-2.5 text-sm',
        md: 'h-8.5 px-3.5 text-sm',
        lg: 'h-10 px-5 text-base',
        icon: 'size-8.5',
        'icon-sm': 'size-7',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

type Props = ComponentProps<'button'> &
  VariantProps<typeof buttonStyle> & {
    /** Shows a spinner and takes no clicks. */
    busy?: boolean
    /** Why it cannot be pressed. It stays focusable, so that the reason can be read with the keyboard too. */
    disabledReason?: string | null
  }

export function Button({ variant, size, busy, disabledReason, className, children, onClick, disabled, ...props }: Props) {
  const reasonId = useId()
  const refused = Boolean(disabledReason)
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (!refused && !busy) return onClick?.(event)
    event.preventDefault()
    event.stopPropagation()
  }
  const button = (
    <button
      type="button"
      {...props}
      disabled={disabled && !refused}
      aria-disabled={refused || busy || undefined}
      aria-describedby={refused ? reasonId : props['aria-describedby']}
      aria-busy={busy || undefined}
      onClick={press}
      className={cn(buttonStyle({ variant, size }), className)}
    >
      {busy && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  )
  if (!refused) return button
  return (
    <Tooltip content={disabledReason}>
      <span className="inline-flex">
        {button}
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      </span>
    </Tooltip>
  )
}
