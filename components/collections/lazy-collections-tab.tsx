'use client'
import dynamic from 'next/dynamic'
import { SkeletonRows } from '@/components/ui/skeleton'

/** Its code comes when the tab is opened. */
export const LazyCollectionsTab = dynamic(() => import('./collections-tab').then((file) => file.CollectionsTab), { loading: () => <SkeletonRows /> })
