'use client'
import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { useId, type ReactNode } from 'react'
import { cn } from './cn'
import { controlStyle, Field } from './text-field'

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

export function SelectField({ label, options, value, onChange, placeholder, hint, error, disabled, aside, className, quietLabel = false }: Props) {
  const id = useId()
  const chosen = options.find((option) => option.value === value)
  return (
    <Field label={label} hint={hint} error={error} htmlFor={id} aside={aside} className={className} quietLabel={quietLabel}>
      <Radix.Root value={value} onValueChange={onChange} disabled={disabled}>
        <Radix.Trigger
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
          className={cn(controlStyle, 'flex items-center justify-between gap-2 text-left data-placeholder:text-faint')}
        >
          <span className="truncate">
            <Radix.Value placeholder={placeholder}>{chosen?.label}</Radix.Value>
          </span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            position="popper"
            sideOffset={4}
            collisionPadding={8}
            className="z-70 max-h-80 w-(--radix-select-trigger-width) overflow-hidden rounded-lg border bg-surface shadow-overlay"
          >
            <Radix.Viewport className="p-1">
              {options.map((option) => (
                <SelectOption key={option.value} option={option} />
              ))}
            </Radix.Viewport>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Field>
  )
}

function SelectOption({ option }: { option: Option }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled}
      className="flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 text-sm outline-none select-none data-disabled:cursor-not-allowed data-disabled:text-faint data-highlighted:bg-sunken"
    >
      <span className="min-w-0 flex-1">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.detail && <span className="block text-xs text-faint">{option.detail}</span>}
      </span>
      <Radix.ItemIndicator>
        <Check aria-hidden className="size-4 text-accent" />
      </Radix.ItemIndicator>
    </Radix.Item>
  )
}
