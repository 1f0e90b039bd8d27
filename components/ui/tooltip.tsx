'use client'
import { cloneElement, useEffect, useId, useRef, useState, type ReactElement, type ReactNode, type SyntheticEvent } from 'react'
import type { Side } from './place-beside'
import { useDismiss, useOverlay } from './use-overlay'

type Handlers = {
  'aria-describedby'?: string
  onPointerEnter?: (event: SyntheticEvent<HTMLElement>) => void
  onPointerLeave?: (event: SyntheticEvent<HTMLElement>) => void
  onFocus?: (event: SyntheticEvent<HTMLElement>) => void
  onBlur?: (event: SyntheticEvent<HTMLElement>) => void
}

const SHOW_MS = 250
/** Long enough to move the pointer onto the text. */
const HIDE_MS = 120

export function Tooltip({ content, children, side = 'top' }: { content: ReactNode; children: ReactNode; side?: Side }) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLElement | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const box = useOverlay<HTMLDivElement>({ anchor, open, side, align: 'center' })
  useDismiss(open, () => setOpen(false), [anchor, box])
  useEffect(() => () => clearTimeout(timer.current), [])

  function soon(next: boolean, delayMs: number) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(next), delayMs)
  }
  function show(event: SyntheticEvent<HTMLElement>, delayMs: number) {
    anchor.current = event.currentTarget
    soon(true, delayMs)
  }
  const child = children as ReactElement<Handlers>
  const { props } = child
  return (
    <>
      {/* The anchor is noted in the handlers, which run after rendering. */}
      {/* eslint-disable-next-line react-hooks/refs */}
      {cloneElement(child, {
        'aria-describedby': open ? id : props['aria-describedby'],
        onPointerEnter: (event) => (props.onPointerEnter?.(event), show(event, SHOW_MS)),
        onPointerLeave: (event) => (props.onPointerLeave?.(event), soon(false, HIDE_MS)),
        onFocus: (event) => {
          props.onFocus?.(event)
          if ((event.target as HTMLElement).matches(':focus-visible')) show(event, 0)
        },
        onBlur: (event) => (props.onBlur?.(event), soon(false, 0)),
      })}
      {open && (
        <div
          ref={box}
          id={id}
          role="tooltip"
          popover="manual"
          onPointerEnter={() => clearTimeout(timer.current)}
          onPointerLeave={() => soon(false, HIDE_MS)}
          className="max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-left text-xs font-normal whitespace-normal text-canvas shadow-overlay animate-in fade-in-0 duration-100"
        >
          {content}
        </div>
      )}
    </>
  )
}
