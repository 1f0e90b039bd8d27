'use client'
import { cloneElement, createContext, use, useId, useLayoutEffect, useRef, useState, type ComponentProps, type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode } from 'react'
import { cn } from './cn'
import type { Side } from './place-beside'
import { stepFocus } from './step-focus'
import { useDismiss, useOverlay } from './use-overlay'

type Props = { trigger: ReactElement<ComponentProps<'button'>>; children: ReactNode; align?: 'start' | 'end'; side?: Side; label?: string; className?: string }

/** Disabled ones too: the keyboard has to reach the reason. */
const ITEMS = '[role=menuitem]'

/** Closes the menu that an item stands in. */
const CloseMenu = createContext<() => void>(() => undefined)

/** A button that opens a menu, after the APG's menu button. `trigger` is the button. */
export function Menu({ trigger, children, align = 'end', side = 'bottom', label, className }: Props) {
  const id = useId()
  const [opened, setOpened] = useState<'pointer' | 'keyboard' | null>(null)
  const open = opened !== null
  const anchor = useRef<HTMLButtonElement>(null)
  const box = useOverlay<HTMLDivElement>({ anchor, open, side, align })
  const close = () => {
    setOpened(null)
    anchor.current?.focus()
  }
  useDismiss(open, close, [anchor, box])
  useLayoutEffect(() => {
    if (opened === 'keyboard') box.current?.querySelector<HTMLElement>(ITEMS)?.focus()
    else if (opened === 'pointer') box.current?.focus()
  }, [opened, box])

  function press(event: MouseEvent<HTMLButtonElement>) {
    trigger.props.onClick?.(event)
    if (open) close()
    else setOpened(event.detail === 0 ? 'keyboard' : 'pointer')
  }
  function pressKey(event: KeyboardEvent<HTMLButtonElement>) {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    setOpened('keyboard')
  }
  return (
    <>
      { }
      {cloneElement(trigger, { ref: anchor, onClick: press, onKeyDown: pressKey, 'aria-haspopup': 'menu', 'aria-expanded': open, 'aria-controls': open ? id : undefined })}
      {open && (
        <div
          ref={box}
          id={id}
          role="menu"
          popover="manual"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={(event) => {
            if (event.key === 'Tab') setOpened(null)
            else stepFocus(event, ITEMS)
          }}
          className={cn('min-w-48 overflow-y-auto rounded-lg border bg-surface p-1 text-ink shadow-overlay outline-none animate-in fade-in-0 duration-100', className)}
        >
          <CloseMenu value={close}>{children}</CloseMenu>
        </div>
      )}
    </>
  )
}

type ItemProps = Omit<ComponentProps<'button'>, 'onSelect'> & { onSelect?: () => void }

/** `disabled` takes no click; why it does not, belongs into its text. */
export function MenuItem({ className, onSelect, disabled, ...props }: ItemProps) {
  const close = use(CloseMenu)
  return (
    <button
      type="button"
      {...props}
      role="menuitem"
      tabIndex={-1}
      aria-disabled={disabled || undefined}
      onPointerMove={(event) => event.currentTarget.focus()}
      onClick={() => {
        if (disabled) return
        close()
        onSelect?.()
      }}
      className={cn(
        'flex w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-sm outline-none select-none focus:bg-sunken [&_svg]:size-4 [&_svg]:text-faint',
        'aria-disabled:cursor-not-allowed aria-disabled:text-faint',
        className,
      )}
    />
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className="px-2.5 py-1.5 text-xs text-faint">{children}</p>
}

export function MenuLine() {
  return <div role="separator" className="my-1 h-px bg-line" />
}
