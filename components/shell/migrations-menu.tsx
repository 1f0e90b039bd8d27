'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Tooltip } from '@/components/ui/tooltip'

const ITEM = 'flex h-7.5 items-center rounded-md px-2 text-sm'

/** Migrations > In Current Organization. The dialog is opened by the address, so that going back closes it. */
export function MigrationsMenu({ onNavigate }: { onNavigate?: () => void }) {
  const path = usePathname()
  return (
    <li>
      <ul aria-label="New migration" className="ml-4 space-y-0.5 border-l pl-3.5">
        <li>
          <Link href={`${path}?migrate=1`} scroll={false} onClick={onNavigate} className={`${ITEM} text-soft hover:bg-sunken hover:text-ink`}>
            In Current Organization
          </Link>
        </li>
        <li>
          <Tooltip side="right" content="A zero downtime migration moves a cluster within one organization.">
            <span tabIndex={0} role="link" aria-disabled className={`${ITEM} cursor-not-allowed text-faint`}>
              In Other Organization
            </span>
          </Tooltip>
        </li>
      </ul>
    </li>
  )
}
