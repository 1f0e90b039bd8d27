'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { DEFAULT_MIGRATION_QUERY, migrationListAddress, migrationListQueryOf, type MigrationListQuery } from '@/lib/contracts/migration-list-query'

/** The query in the address. Any change but that of the page goes back to the first page; what else the address says stays. */
export function useMigrationQuery(): [MigrationListQuery, (change: Partial<MigrationListQuery>) => void] {
  const router = useRouter()
  const path = usePathname()
  const address = useSearchParams().toString()
  const change = useCallback(
    (part: Partial<MigrationListQuery>) => {
      const params = new URLSearchParams(address)
      const query = { ...migrationListQueryOf(params), page: DEFAULT_MIGRATION_QUERY.page, ...part }
      for (const name of Object.keys(DEFAULT_MIGRATION_QUERY)) params.delete(name)
      for (const [name, value] of new URLSearchParams(migrationListAddress(query))) params.set(name, value)
      const text = params.toString()
      router.replace(text === '' ? path : `${path}?${text}`, { scroll: part.page !== undefined })
    },
    [router, path, address],
  )
  return [migrationListQueryOf(new URLSearchParams(address)), change]
}
