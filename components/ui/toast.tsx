'use client'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from './button'
import { cn } from './cn'

type Toast = { id: number; tone: 'ok' | 'bad'; text: string }

const NONE: Toast[] = []
const MOST = 3
/** An error has to be read; that something worked is seen. */
const SHOWN_MS = { ok: 4_000, bad: 8_000 }

let shown = NONE
let lastId = 0
const listeners = new Set<() => void>()

function set(next: Toast[]): void {
  shown = next
  listeners.forEach((tell) => tell())
}

function add(tone: Toast['tone'], text: string): void {
  lastId += 1
  set([...shown, { id: lastId, tone, text }].slice(-MOST))
}

/** Says in the corner what became of something that was asked for. */
export const toast = {
  success: (text: string) => add('ok', text),
  error: (text: string) => add('bad', text),
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Once on every page. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribe, () => shown, () => NONE)
  const box = useRef<HTMLDivElement>(null)
  const count = toasts.length
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    // Hidden and shown again it stands above a dialog that was opened meanwhile.
    if (element.matches(':popover-open')) element.hidePopover()
    if (count > 0) element.showPopover()
  }, [count])
  return (
    <div
      ref={box}
      popover="manual"
      role="region"
      aria-label="Messages"
      className="inset-auto right-4 bottom-4 w-[min(22rem,calc(100vw-2rem))] flex-col gap-2 bg-transparent text-ink [&:popover-open]:flex"
    >
      {toasts.map((entry) => (
        <Message key={entry.id} entry={entry} onClose={() => set(shown.filter(({ id }) => id !== entry.id))} />
      ))}
    </div>
  )
}

function Message({ entry, onClose }: { entry: Toast; onClose: () => void }) {
  const [held, setHeld] = useState(false)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => close.current(), SHOWN_MS[entry.tone])
    return () => clearTimeout(timer)
  }, [held, entry.tone])
  const Icon = entry.tone === 'ok' ? CircleCheck : CircleAlert
  return (
    <div
      role={entry.tone === 'ok' ? 'status' : 'alert'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="flex items-start gap-3 rounded-lg border bg-surface py-2.5 pr-2 pl-3.5 text-sm shadow-overlay animate-in fade-in-0 slide-in-from-bottom-2 duration-150"
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', entry.tone === 'ok' ? 'text-ok' : 'text-bad')} />
      <p className="min-w-0 flex-1 py-0.5 break-words">{entry.text}</p>
      <Button variant="ghost" size="icon-sm" aria-label="Dismiss" className="-my-0.5" onClick={onClose}>
        <X aria-hidden />
      </Button>
    </div>
  )
}
