'use client'
import { Check, ChevronDown } from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cn } from './cn'
import { filterOptions, nextEnabled } from './filter-options'
import { wholeNumber } from './number-format'
import type { Option } from './select-field'
import { controlStyle, Field } from './text-field'
import { useDismiss, useOverlay } from './use-overlay'

type Props = {
  label: string
  options: Option[]
  value: string
  onChange: (value: string) => void
  placeholder?: string
  hint?: ReactNode
  error?: string | null
  /** What is said where nothing fits what was typed. */
  nothing: string
}

/** More are not drawn: who types a word or two sees the rest. */
const SHOWN = 50

/** A select in which one types to find: for lists that may be long. */
export function SearchSelectField({ label, options, value, onChange, placeholder, hint, error, nothing }: Props) {
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const anchor = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(-1)
  const box = useOverlay<HTMLDivElement>({ anchor, open, sameWidth: true })
  useDismiss(open, () => setOpen(false), [anchor, box])
  const chosen = options.find((option) => option.value === value)
  const fitting = filterOptions(options, typed)
  const shown = fitting.slice(0, SHOWN)

  function show() {
    if (open) return
    setTyped('')
    setActive(shown.findIndex((option) => option.value === value))
    setOpen(true)
  }
  function choose(option: Option | undefined) {
    if (option === undefined || option.disabled === true) return
    onChange(option.value)
    setOpen(false)
  }
  function move(step: 1 | -1) {
    const next = nextEnabled(shown, active, step)
    setActive(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  function press(event: KeyboardEvent) {
    const keys: Record<string, () => void> = {
      ArrowDown: () => (open ? move(1) : show()),
      ArrowUp: () => (open ? move(-1) : show()),
      Enter: () => (open ? choose(shown[active]) : show()),
      Escape: () => setOpen(false),
    }
    if (event.key === 'Escape' && !open) return
    const act = keys[event.key]
    if (act === undefined) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  return (
    <Field label={label} hint={hint} error={error} htmlFor={id}>
      <div ref={anchor} className="relative">
        <input
          id={id}
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
          placeholder={chosen && open ? chosen.label : placeholder}
          value={open ? typed : (chosen?.label ?? '')}
          onClick={show}
          onKeyDown={press}
          onBlur={() => setOpen(false)}
          onChange={(event) => {
            setOpen(true)
            setTyped(event.target.value)
            setActive(nextEnabled(filterOptions(options, event.target.value).slice(0, SHOWN), -1, 1))
          }}
          className={cn(controlStyle, 'pr-9 text-ellipsis')}
        />
        <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-faint" />
      </div>
      {open && (
        <div ref={box} popover="manual" className="overflow-hidden rounded-lg border bg-surface text-ink shadow-overlay">
          <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} className="max-h-72 overflow-y-auto p-1">
            {shown.map((option, at) => (
              <Row key={option.value} id={`${id}-${at}`} option={option} chosen={option.value === value} active={at === active} onChoose={() => choose(option)} />
            ))}
          </ul>
          {shown.length === 0 && <p className="px-3.5 pb-3 text-sm text-soft">{nothing}</p>}
          {fitting.length > SHOWN && <p className="border-t px-3.5 py-2 text-xs text-faint">{wholeNumber(fitting.length - SHOWN)} more; type to find one.</p>}
        </div>
      )}
    </Field>
  )
}

type RowProps = { id: string; option: Option; chosen: boolean; active: boolean; onChoose: () => void }

function Row({ id, option, chosen, active, onChoose }: RowProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={option.disabled || undefined}
      // The input keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cn(
        'flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 text-sm select-none hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:text-faint',
        active && 'bg-sunken ring-1 ring-accent ring-inset',
      )}
    >
      <span className="min-w-0 flex-1">
        {option.label}
        {option.detail && <span className="block text-xs text-faint">{option.detail}</span>}
      </span>
      {chosen && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
    </li>
  )
}
