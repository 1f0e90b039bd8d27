'use client'
import { RadioGroup as Radix } from 'radix-ui'
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
      <Radix.Root aria-labelledby={`${id}-label`} value={value} onValueChange={onChange} className={cn('grid gap-2', COLUMNS[columns])}>
        {options.map((option) => (
          <RadioCardItem key={option.value} option={option} id={`${id}-${option.value}`} />
        ))}
      </Radix.Root>
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

function RadioCardItem({ option, id }: { option: RadioCard; id: string }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled}
      aria-label={option.label}
      aria-describedby={option.detail ? `${id}-detail` : undefined}
      className={cn(
        'group flex items-start gap-3 rounded-lg border bg-surface px-3.5 py-3 text-left transition-colors',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:ring-1 data-[state=checked]:ring-accent',
        'enabled:hover:border-line-strong disabled:cursor-not-allowed disabled:bg-sunken',
      )}
    >
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
        <Radix.Indicator className="size-2 rounded-full bg-accent" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2 text-sm font-medium group-disabled:text-soft">
          {option.icon}
          {option.label}
        </span>
        {option.detail && (
          <span id={`${id}-detail`} className="mt-0.5 block text-xs text-soft">
            {option.detail}
          </span>
        )}
      </span>
    </Radix.Item>
  )
}
