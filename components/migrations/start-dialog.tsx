'use client'
import dynamic from 'next/dynamic'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { addressWith } from '@/components/ui/address'

// On every page, opened on few: its code comes when it is asked for.
const MigrationSettings = dynamic(() => import('./migration-settings').then((file) => file.MigrationSettings), { ssr: false })

/** Open while the address says `migrate=1`, so that any link can open it and going back closes it. */
export function StartDialog() {
  const params = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  if (params.get('migrate') === null) return null
  return <MigrationSettings preset={params.get('source')} onClose={() => router.replace(addressWith(path, params, { migrate: null, source: null }), { scroll: false })} />
}
