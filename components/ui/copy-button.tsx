'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { toast } from './toast'

/** `text` may be a function that fetches what to copy, so that a secret need not be on the page before. */
export function CopyButton({ text, label, disabledReason }: { text: string | (() => Promise<string>); label: string; disabledReason?: string | null }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text())
      setCopied(true)
    } catch {
      toast.error('The browser did not allow copying. Select the text and copy it by hand.')
    }
  }

  return (
    <Button variant="ghost" size="icon-sm" aria-label={copied ? 'Copied' : label} title={label} onClick={copy} disabledReason={disabledReason}>
      {copied ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
    </Button>
  )
}
