'use client'
import { Check, ChevronDown } from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { cn } from './cn'
import { stepTo } from './step-focus'
import { controlStyle, Field } from './text-field'
import { useDismiss, useOverlay } from './use-overlay'

export type Option = {
  value: string
  label: string
  /** A second line: size, region, or why it cannot be chosen. */
  detail?: string
  disabled?: boolean
}

type Props = {
  label: string
  options: Option[]
  value: string
  onChange: (value: string) => void
  placeholder?: string
  hint?: ReactNode
  error?: string | null
  disabled?: boolean
  aside?: ReactNode
  className?: string
  /** Keeps the label for screen readers only. */
  quietLabel?: boolean
}

/** A choice from a list, after the APG's select-only combobox. */
export function SelectField({ label, options, value, onChange, placeholder, hint, error, disabled, aside, className, quietLabel = false }: Props) {
  const id = useId()
  const chosen = options.find((option) => option.value === value)
  /** The value whose option the keyboard is at; null while the list is closed. */
  const [at, setAt] = useState<string | null>(null)
  const open = at !== null
  const anchor = useRef<HTMLButtonElement>(null)
  const box = useOverlay<HTMLDivElement>({ anchor, open, sameWidth: true })
  useDismiss(open, () => setAt(null), [anchor, box])
  const optionId = (option: Option) => `${id}-option-${options.indexOf(option)}`

  function choose(option: Option | undefined) {
    if (!option || option.disabled) return
    setAt(null)
    if (option.value !== value) onChange(option.value)
  }
  function goTo(option: Option | undefined) {
    if (!option) return
    setAt(option.value)
    requestAnimationFrame(() => document.getElementById(optionId(option))?.scrollIntoView({ block: 'nearest' }))
  }
  function pressKey(event: KeyboardEvent) {
    const choosable = options.filter((option) => !option.disabled)
    const here = choosable.findIndex((option) => option.value === (at ?? value))
    const opens = !open && ['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key)
    if (open && event.key === 'Tab') return choose(choosable[here])
    const next = stepTo(event.key, here, choosable.map((option) => option.label))
    if (!opens && next === undefined && !(open && ['Enter', ' '].includes(event.key))) return
    event.preventDefault()
    if (opens) goTo(choosable[Math.max(0, here)])
    else if (next === undefined) choose(choosable[here])
    else goTo(choosable[next])
  }
  const active = options.find((option) => option.value === at)
  return (
    <Field label={label} hint={hint} error={error} htmlFor={id} aside={aside} className={className} quietLabel={quietLabel}>
      <button
        ref={anchor}
        id={id}
        type="button"
        role="combobox"
        disabled={disabled}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={active && optionId(active)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        onClick={() => (open ? setAt(null) : goTo(chosen ?? options[0]))}
        onKeyDown={pressKey}
        className={cn(controlStyle, 'flex items-center justify-between gap-2 text-left')}
      >
        <span className={cn('truncate', !chosen && 'text-faint')}>{chosen?.label ?? placeholder}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
      </button>
      {open && (
        <div ref={box} id={`${id}-list`} role="listbox" popover="manual" aria-label={label} className="max-h-80 overflow-y-auto rounded-lg border bg-surface p-1 text-ink shadow-overlay">
          {options.map((option) => (
            <SelectOption key={option.value} option={option} id={optionId(option)} chosen={option === chosen} active={option === active} onPoint={() => setAt(option.value)} onChoose={() => choose(option)} />
          ))}
        </div>
      )}
    </Field>
  )
}

type OptionProps = { option: Option; id: string; chosen: boolean; active: boolean; onPoint: () => void; onChoose: () => void }

function SelectOption({ option, id, chosen, active, onPoint, onChoose }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={option.disabled || undefined}
      onPointerMove={active || option.disabled ? undefined : onPoint}
      // The focus stays at the button.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cn(
        'flex items-center gap-2 rounded-md px-2.5 py-1.5 text-sm select-none aria-disabled:cursor-not-allowed aria-disabled:text-faint',
        !option.disabled && 'cursor-pointer',
        active && 'bg-sunken',
      )}
    >
      <span className="min-w-0 flex-1">
        {option.label}
        {option.detail && <span className="block text-xs text-faint">{option.detail}</span>}
      </span>
      {chosen && <Check aria-hidden className="size-4 text-accent" />}
    </div>
  )
}
