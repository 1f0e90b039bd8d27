'use client'
import { useId, type ReactNode } from 'react'
import { cn } from './cn'

export type RadioCard = { value: string; label: string; detail?: ReactNode; icon?: ReactNode; disabled?: boolean }

type Props = {
  label: string
  options: RadioCard[]
  value: string
  onChange: (value: string) => void
  columns?: 1 | 2 | 3
  /** Keeps the label for screen readers only. */
  quietLabel?: boolean
  error?: string | null
}

const COLUMNS = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' }

export function RadioCards({ label, options, value, onChange, columns = 1, quietLabel, error }: Props) {
  const id = useId()
  return (
    <div className="space-y-1.5">
      <span id={`${id}-label`} className={quietLabel ? 'sr-only' : 'block text-sm font-medium'}>
        {label}
      </span>
      <div role="radiogroup" aria-labelledby={`${id}-label`} className={cn('grid gap-2', COLUMNS[columns])}>
        {options.map((option) => (
          <RadioCardItem key={option.value} option={option} id={`${id}-${option.value}`} group={id} chosen={option.value === value} onChoose={() => onChange(option.value)} />
        ))}
      </div>
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

type ItemProps = { option: RadioCard; id: string; group: string; chosen: boolean; onChoose: () => void }

function RadioCardItem({ option, id, group, chosen, onChoose }: ItemProps) {
  return (
    <label
      className={cn(
        'group flex items-start gap-3 rounded-lg border bg-surface px-3.5 py-3 text-left transition-colors',
        'has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        option.disabled ? 'cursor-not-allowed bg-sunken' : 'cursor-pointer hover:border-line-strong',
      )}
    >
      <span className="relative mt-0.5 grid size-4 shrink-0 place-items-center">
        <input
          type="radio"
          name={group}
          value={option.value}
          checked={chosen}
          disabled={option.disabled}
          onChange={onChoose}
          aria-label={option.label}
          aria-describedby={option.detail ? `${id}-detail` : undefined}
          className="peer absolute inset-0 cursor-[inherit] appearance-none rounded-full border border-line-strong bg-surface outline-none checked:border-accent"
        />
        <span aria-hidden className="pointer-events-none invisible relative size-2 rounded-full bg-accent peer-checked:visible" />
      </span>
      <span className="min-w-0 flex-1">
        <span className={cn('flex items-center gap-2 text-sm font-medium', option.disabled && 'text-soft')}>
          {option.icon}
          {option.label}
        </span>
        {option.detail && (
          <span id={`${id}-detail`} className="mt-0.5 block text-xs text-soft">
            {option.detail}
          </span>
        )}
      </span>
    </label>
  )
}
