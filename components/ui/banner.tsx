import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

type BannerTone = 'info' | 'ok' | 'warn' | 'bad'

const LOOK: Record<BannerTone, { box: string; icon: typeof Info }> = {
  info: { box: 'bg-info-soft text-info', icon: Info },
  ok: { box: 'bg-ok-soft text-ok', icon: CircleCheck },
  warn: { box: 'bg-warn-soft text-warn', icon: TriangleAlert },
  bad: { box: 'bg-bad-soft text-bad', icon: CircleAlert },
}

type Props = { tone?: BannerTone; title?: ReactNode; children?: ReactNode; actions?: ReactNode; className?: string; live?: boolean }

/** `live` announces it when it comes up while the page is read. */
export function Banner({ tone = 'info', title, children, actions, className, live }: Props) {
  const { box, icon: Icon } = LOOK[tone]
  return (
    <div role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined} className={cn('flex items-start gap-3 rounded-lg px-3.5 py-2.5', box, className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-sm">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-ink/85 [&_a]:underline">{children}</div>}
      </div>
      {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </div>
  )
}
