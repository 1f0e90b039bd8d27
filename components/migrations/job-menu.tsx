'use client'
import { Ban, Eye, MoreHorizontal } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { addressWith } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import type { Migration, Permission } from '@/lib/contracts/console-api'
import { CancelDialog } from './cancel-dialog'
import { cancelRefusal } from './cancel-refusal'
import type { MigrationActions } from './migration-actions'

type Props = { job: Migration; permissions: Permission[]; cancelMigration: MigrationActions['cancelMigration'] }

/** The menu at the end of a job's row: View Details, and Cancel with the reason where it is not possible. */
export function JobMenu({ job, permissions, cancelMigration }: Props) {
  const router = useRouter()
  const path = usePathname()
  const params = useSearchParams()
  const [asking, setAsking] = useState(false)
  const refusal = cancelRefusal({ stage: job.stage, permissions })
  return (
    <>
      <Menu
        label={`Actions of job ${job.id}`}
        trigger={
          <Button variant="ghost" size="icon-sm" aria-label={`Actions of job ${job.id}`}>
            <MoreHorizontal aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => router.push(addressWith(path, params, { progress: job.id }), { scroll: false })}>
          <Eye aria-hidden />
          View Details
        </MenuItem>
        <MenuItem disabled={refusal !== null} onSelect={() => setAsking(true)}>
          <Ban aria-hidden />
          <span>
            Cancel
            {refusal !== null && <span className="block max-w-56 text-xs text-faint">{refusal}</span>}
          </span>
        </MenuItem>
      </Menu>
      <CancelDialog migration={job} cancelMigration={cancelMigration} open={asking} onOpenChange={setAsking} />
    </>
  )
}
