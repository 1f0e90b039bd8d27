'use client'
import dynamic from 'next/dynamic'
import type { ConfirmProps } from './confirm-window'

const ConfirmWindow = dynamic(() => import('./confirm-window'), { ssr: false })

/** Asks before something that cannot be taken back. Stays open until the caller closes it. */
export function ConfirmDialog(props: ConfirmProps) {
  return props.open ? <ConfirmWindow {...props} /> : null
}
