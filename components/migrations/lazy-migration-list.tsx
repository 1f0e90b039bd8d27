'use client'
import dynamic from 'next/dynamic'
import { SkeletonRows } from '@/components/ui/skeleton'

/** In a tab: its code comes when the tab is opened. */
export const LazyMigrationList = dynamic(() => import('./migration-list').then((file) => file.MigrationList), { loading: () => <SkeletonRows /> })
