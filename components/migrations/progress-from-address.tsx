'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { addressWith } from '@/components/ui/address'
import { LazyProgressDialog } from './lazy-progress-dialog'
import type { MigrationActions } from './migration-actions'

/** In lists: `?progress=<migration>` opens that migration, also one whose clusters are gone. */
export function ProgressFromAddress({ actions }: { actions: MigrationActions }) {
  const params = useSearchParams()
  const migrationId = params.get('progress')
  const path = usePathname()
  const router = useRouter()
  if (!migrationId) return null
  return <LazyProgressDialog migrationId={migrationId} actions={actions} onClose={() => router.replace(addressWith(path, params, { progress: null }), { scroll: false })} />
}
