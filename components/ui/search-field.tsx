'use client'
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cn } from './cn'
import { controlStyle } from './text-field'

type Props = { label: string; placeholder?: string; value: string; onSearch: (text: string) => void; className?: string }

const PAUSE_MS = 250

/** Searches when typing pauses. What is typed stays when the answer comes late. */
export function SearchField({ label, placeholder = label, value, onSearch, className }: Props) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  // The address changed by other means, for example by Back.
  if (known !== value) {
    setKnown(value)
    if (typed.trim() !== value) setTyped(value)
  }
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => onSearch(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, value, onSearch])
  return (
    <div className={cn('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-3.5 text-faint" />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        maxLength={64}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && onSearch(typed.trim())}
        className={cn(controlStyle, 'pl-8')}
      />
    </div>
  )
}
