'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

const ITEMS = [
  { label: 'In Current Organization', migrate: '1' },
  { label: 'In Other Organization', migrate: 'other' },
] as const

/** Migrations > In Current Organization and its sibling. The dialogs are opened by the address, so that going back closes them. */
export function MigrationsMenu({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname()
  return (
    <li>
      <ul aria-label="New migration" className="ml-4 space-y-0.5 border-l pl-3.5">
        {ITEMS.map(({ label, migrate }) => (
          <li key={label}>
            <Link
              href={`${path}?migrate=${migrate}`}
              scroll={false}
              onClick={onNavigate}
              className="flex h-7.5 items-center rounded-md px-2 text-sm text-soft hover:bg-sunken hover:text-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}
