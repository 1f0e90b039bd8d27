/** Two clusters and what flows between them. */
export function BrandMark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <circle cx="10" cy="16" r="4.5" fill="none" strokeWidth="2.5" className="stroke-accent-ink" />
      <circle cx="22.5" cy="16" r="4.5" className="fill-accent-ink" />
      <path d="M14.5 16h4" strokeWidth="2.5" className="stroke-accent-ink" />
    </svg>
  )
}

export function Brand() {
  return (
    <span className="flex items-center gap-2.5">
      <BrandMark />
      <span className="leading-tight">
        <span className="block text-sm font-semibold">Zero Downtime</span>
        <span className="block text-xs text-faint">Migration for Milvus</span>
      </span>
    </span>
  )
}
