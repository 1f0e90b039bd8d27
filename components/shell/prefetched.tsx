import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query'
import type { ReactNode } from 'react'

type Read = { queryKey: QueryKey; read: () => Promise<unknown> }

/** Reads on the server what the page asks for first. What fails is left to the browser, which shows the error. */
export async function Prefetched({ reads, children }: { reads: Read[]; children: ReactNode }) {
  const queries = new QueryClient()
  await Promise.all(reads.map(({ queryKey, read }) => queries.prefetchQuery({ queryKey, queryFn: read, retry: false })))
  return <HydrationBoundary state={dehydrate(queries)}>{children}</HydrationBoundary>
}
