'use client'
import { Check } from 'lucide-react'
import { useId, type ReactNode } from 'react'

type Props = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode; disabled?: boolean }

export function Checkbox({ checked, onChange, children, disabled }: Props) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <span className="relative mt-0.5 grid size-4.5 shrink-0 place-items-center">
        <input
          id={id}
          type="checkbox"
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
          className="peer absolute inset-0 cursor-pointer appearance-none rounded-sm border border-line-strong bg-surface checked:border-accent checked:bg-accent disabled:cursor-not-allowed disabled:opacity-50"
        />
        <Check aria-hidden strokeWidth={3} className="pointer-events-none invisible relative size-3.5 text-accent-ink peer-checked:visible" />
      </span>
      <label htmlFor={id} className="text-sm">
        {children}
      </label>
    </div>
  )
}
