import { cn } from './cn'

type Props = { value: number; max: number; label: string; className?: string; tone?: 'accent' | 'ok' | 'bad' }

const FILL = { accent: 'bg-accent', ok: 'bg-ok-mark', bad: 'bg-bad-mark' }

export function ProgressBar({ value, max, label, className, tone = 'accent' }: Props) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0
  const percent = Math.floor(share * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-sunken', className)}
    >
      <div className={cn('h-full rounded-full transition-[width] duration-500', FILL[tone])} style={{ width: `${share * 100}%` }} />
    </div>
  )
}
