'use client'
import type { VariantProps } from 'class-variance-authority'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Button } from './button'
import { buttonStyle } from './button-style'

type Props = VariantProps<typeof buttonStyle> & { href: string; children: ReactNode; disabledReason?: string | null }

/** Goes somewhere; where the reader may not, it says why and stays. */
export function LinkButton({ href, children, disabledReason, variant, size }: Props) {
  if (disabledReason) {
    return (
      <Button variant={variant} size={size} disabledReason={disabledReason}>
        {children}
      </Button>
    )
  }
  return (
    <Link href={href} scroll={!href.startsWith('?')} className={buttonStyle({ variant, size })}>
      {children}
    </Link>
  )
}
