'use client'
import { useSyncExternalStore } from 'react'
import { exactTime, relativeTime } from './time-format'

let now = 0
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    listeners.forEach((tell) => tell())
  }, 15_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function readNow(): number {
  now ||= Date.now()
  return now
}

/** A time in the reader's zone: relative in the text, exact in the title. The server's zone is never shown. */
export function TimeText({ at, exact }: { at: number | string | Date; exact?: boolean }) {
  const current = useSyncExternalStore(subscribe, readNow, () => 0)
  const date = new Date(at)
  if (current === 0) return <time dateTime={date.toISOString()}>&nbsp;</time>
  return (
    <time dateTime={date.toISOString()} title={exactTime(date)} className="figures whitespace-nowrap">
      {exact ? exactTime(date) : relativeTime(date, new Date(current))}
    </time>
  )
}
