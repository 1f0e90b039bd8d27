'use client'
import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

/** The charts come when the tab is opened. */
export const LazyMetricsTab = dynamic(() => import('./metrics-tab').then((module) => module.MetricsTab), { loading: () => <Skeleton className="h-96" /> })
