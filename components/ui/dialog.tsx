'use client'
import dynamic from 'next/dynamic'
import type { DialogProps } from './dialog-window'

// Most pages are looked at without one: its code comes with the first that opens.
const DialogWindow = dynamic(() => import('./dialog-window'), { ssr: false })

export function Dialog(props: DialogProps) {
  return props.open ? <DialogWindow {...props} /> : null
}
