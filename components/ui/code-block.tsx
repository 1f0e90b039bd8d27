'use client'
import { CopyButton } from './copy-button'

export function CodeBlock({ code, copyText, label }: { code: string; copyText?: string | (() => Promise<string>); label: string }) {
  return (
    <div className="relative rounded-lg border bg-code">
      <div className="absolute top-1.5 right-1.5 rounded-md bg-code">
        <CopyButton text={copyText ?? code} label={label} />
      </div>
      {/* Focusable, so that code wider than the screen can be scrolled with the keyboard. */}
      <pre tabIndex={0} role="region" aria-label={label.replace(/^Copy /, '')} className="overflow-x-auto px-4 py-3.5 pr-12 font-mono text-xs leading-5">
        <code>{code}</code>
      </pre>
    </div>
  )
}
