'use client'
import { useId, type KeyboardEvent, type ReactNode } from 'react'

type Tab = { value: string; label: string; count?: number; content: ReactNode }

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** Only the chosen tab is mounted. The caller keeps the value, in the URL where a tab should be linkable. */
export function Tabs({ label, tabs, value, onChange }: { label: string; tabs: Tab[]; value: string; onChange: (value: string) => void }) {
  const id = useId()
  const chosen = tabs.find((tab) => tab.value === value)

  function press(event: KeyboardEvent<HTMLElement>) {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const next = step(Math.max(0, tabs.findIndex((tab) => tab.value === value)), tabs.length)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
    const target = tabs[next]
    if (target) onChange(target.value)
  }

  return (
    <div>
      <div role="tablist" aria-label={label} onKeyDown={press} className="-mb-px flex gap-5 overflow-x-auto border-b [scrollbar-width:none]">
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-tab-${tab.value}`}
            aria-selected={tab === chosen}
            aria-controls={tab === chosen ? `${id}-panel` : undefined}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => onChange(tab.value)}
            className="-mb-px flex h-10 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-sm font-medium text-soft -outline-offset-2 hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && <span className="figures rounded-full bg-sunken px-1.5 text-xs text-soft">{tab.count}</span>}
          </button>
        ))}
      </div>
      {chosen && (
        <div key={chosen.value} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${chosen.value}`} tabIndex={0} className="pt-5 -outline-offset-2">
          {chosen.content}
        </div>
      )}
    </div>
  )
}
