'use client'
import { LayoutGrid, Rows3 } from 'lucide-react'
import { VIEWS, type View } from './views'

const LOOK = { table: { label: 'Table', icon: Rows3 }, cards: { label: 'Cards', icon: LayoutGrid } }

export function ViewSwitch({ value, onChange }: { value: View; onChange: (view: View) => void }) {
  return (
    <div role="group" aria-label="View" className="flex rounded-md border bg-surface p-0.5">
      {VIEWS.map((view) => {
        const { label, icon: Icon } = LOOK[view]
        return (
          <button
            key={view}
            type="button"
            aria-pressed={view === value}
            onClick={() => onChange(view)}
            aria-label={label}
            title={label}
            className="grid size-7 place-items-center rounded-sm text-soft hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink"
          >
            <Icon aria-hidden className="size-4" />
          </button>
        )
      })}
    </div>
  )
}
