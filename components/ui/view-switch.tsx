'use client'
import { LayoutGrid, Rows3 } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { VIEWS, type View } from './views'

const LOOK = { table: { label: 'Table', icon: Rows3 }, cards: { label: 'Cards', icon: LayoutGrid } }

export function ViewSwitch({ value, onChange }: { value: View; onChange: (view: View) => void }) {
  return (
    <ToggleGroup.Root type="single" aria-label="View" value={value} onValueChange={(next) => next && onChange(next as View)} className="flex rounded-md border bg-surface p-0.5">
      {VIEWS.map((view) => {
        const { label, icon: Icon } = LOOK[view]
        return (
          <ToggleGroup.Item
            key={view}
            value={view}
            aria-label={label}
            title={label}
            className="grid size-7 place-items-center rounded-sm text-soft hover:text-ink data-[state=on]:bg-sunken data-[state=on]:text-ink"
          >
            <Icon aria-hidden className="size-4" />
          </ToggleGroup.Item>
        )
      })}
    </ToggleGroup.Root>
  )
}
