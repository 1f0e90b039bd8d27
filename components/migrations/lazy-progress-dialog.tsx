'use client'
import dynamic from 'next/dynamic'

/** Its code comes when it is opened. */
export const LazyProgressDialog = dynamic(() => import('./progress-dialog').then((file) => file.ProgressDialog), { ssr: false })
