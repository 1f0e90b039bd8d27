'use client'
import { useId, type ComponentProps } from 'react'
import { cn } from './cn'
import { controlStyle, Field } from './text-field'

type Props = ComponentProps<'textarea'> & { label: string; hint?: string; error?: string | null }

export function TextArea({ label, hint, error, className, ...props }: Props) {
  const id = useId()
  return (
    <Field label={label} hint={hint} error={error} htmlFor={id} className={className}>
      <textarea
        rows={3}
        {...props}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        className={cn(controlStyle, 'h-auto min-h-20 py-2 leading-5')}
      />
    </Field>
  )
}
