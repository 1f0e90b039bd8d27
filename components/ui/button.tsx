'use client'
import type { VariantProps } from 'class-variance-authority'
import { LoaderCircle } from 'lucide-react'
import { useId, type ComponentProps, type MouseEvent } from 'react'
import { buttonStyle } from './button-style'
import { cn } from './cn'
import { Tooltip } from './tooltip'

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
