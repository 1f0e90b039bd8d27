'use client'
import dynamic from 'next/dynamic'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { addressWith } from '@/components/ui/address'

// On every page, opened on few: its code comes when it is asked for.
const MigrationSettings = dynamic(() => import('./migration-settings').then((file) => file.MigrationSettings), { ssr: false })

const OtherOrganization = dynamic(() => import('./other-organization').then((file) => file.OtherOrganization), { ssr: false })

/** Open while the address says `migrate=1` or `migrate=other`, so that any link can open it and going back closes it. */
export function StartDialog() {
  const params = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  const asked = params.get('migrate')
  const go = (migrate: string | null) => router.replace(addressWith(path, params, { migrate, source: null }), { scroll: false })
  if (asked === null) return null
  if (asked === 'other') return <OtherOrganization onClose={() => go(null)} onInstead={() => go('1')} />
  return <MigrationSettings preset={params.get('source')} onClose={() => go(null)} />
}
