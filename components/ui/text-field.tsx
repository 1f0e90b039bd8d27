'use client'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn'

export const controlStyle =
  'h-8.5 w-full min-w-0 rounded-md border border-line-strong/70 bg-surface px-3 text-sm text-ink placeholder:text-faint ' +
  'hover:border-line-strong aria-invalid:border-bad-mark disabled:cursor-not-allowed disabled:bg-sunken disabled:text-soft'

type FieldProps = {
  label: string
  hint?: ReactNode
  error?: string | null
  htmlFor: string
  /** Beside the label, at the right. */
  aside?: ReactNode
  children: ReactNode
  className?: string
  quietLabel?: boolean
}

/** Label, control, hint. An error takes the hint's place, so that little moves when it comes up. */
export function Field({ label, hint, error, htmlFor, aside, children, className, quietLabel = false }: FieldProps) {
  return (
    <div className={cn('space-y-1.5', className)}>
      <div className={quietLabel ? 'sr-only' : 'flex items-baseline justify-between gap-3'}>
        <label htmlFor={htmlFor} className="text-sm font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children}
      {hint && !error && (
        <p id={`${htmlFor}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${htmlFor}-error`} role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

type TextFieldProps = ComponentProps<'input'> & Pick<FieldProps, 'label' | 'hint' | 'error' | 'aside'>

export function TextField({ label, hint, error, aside, id, className, ...props }: TextFieldProps) {
  const generated = useId()
  const inputId = id ?? generated
  return (
    <Field label={label} hint={hint} error={error} aside={aside} htmlFor={inputId} className={className}>
      <input
        {...props}
        id={inputId}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${inputId}-error` : hint ? `${inputId}-hint` : undefined}
        className={controlStyle}
      />
    </Field>
  )
}
