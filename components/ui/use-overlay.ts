'use client'
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import { placeBeside, type Align, type Side } from './place-beside'

type Overlay = { anchor: RefObject<HTMLElement | null>; open: boolean; side?: Side; align?: Align; sameWidth?: boolean }

/**
 * Shows the element with the returned ref beside its anchor while it is open. It must have popover="manual": the browser
 * then shows it above everything, dialogs included, and nothing that clips or moves its parents reaches it.
 */
export function useOverlay<T extends HTMLElement>({ anchor, open, side = 'bottom', align = 'start', sameWidth }: Overlay): RefObject<T | null> {
  const box = useRef<T>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!open || !element) return
    const place = () => {
      if (!anchor.current) return
      const at = anchor.current.getBoundingClientRect()
      if (sameWidth) element.style.width = `${at.width}px`
      element.style.maxHeight = ''
      const size = element.getBoundingClientRect()
      const view = { width: document.documentElement.clientWidth, height: window.innerHeight }
      const { left, top, maxHeight } = placeBeside({ anchor: at, size, view, side, align })
      Object.assign(element.style, { inset: 'auto', left: `${left}px`, top: `${top}px` })
      if (size.height > maxHeight) element.style.maxHeight = `${maxHeight}px`
    }
    element.showPopover()
    place()
    const watch = new ResizeObserver(place)
    watch.observe(element)
    window.addEventListener('resize', place)
    window.addEventListener('scroll', place, { capture: true, passive: true })
    return () => {
      watch.disconnect()
      window.removeEventListener('resize', place)
      window.removeEventListener('scroll', place, { capture: true })
    }
  }, [anchor, open, side, align, sameWidth])
  return box
}

/** Closes on Escape and on a press outside. Escape closes this alone and not the dialog that it stands in. */
export function useDismiss(open: boolean, close: () => void, inside: RefObject<HTMLElement | null>[]): void {
  const latest = useRef({ close, inside })
  useEffect(() => {
    latest.current = { close, inside }
  })
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      event.preventDefault()
      latest.current.close()
    }
    const onPress = (event: PointerEvent) => {
      const target = event.target as Node
      if (!latest.current.inside.some((ref) => ref.current?.contains(target))) latest.current.close()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    window.addEventListener('pointerdown', onPress, { capture: true })
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true })
      window.removeEventListener('pointerdown', onPress, { capture: true })
    }
  }, [open])
}
