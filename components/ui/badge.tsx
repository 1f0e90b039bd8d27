import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'info' | 'accent'

const TONES: Record<Tone, { box: string; mark: string }> = {
  neutral: { box: 'bg-sunken text-soft', mark: 'bg-line-strong' },
  ok: { box: 'bg-ok-soft text-ok', mark: 'bg-ok-mark' },
  warn: { box: 'bg-warn-soft text-warn', mark: 'bg-warn-mark' },
  bad: { box: 'bg-bad-soft text-bad', mark: 'bg-bad-mark' },
  info: { box: 'bg-info-soft text-info', mark: 'bg-info-mark' },
  accent: { box: 'bg-accent-soft text-accent', mark: 'bg-accent' },
}

type Props = { tone?: Tone; children: ReactNode; mark?: boolean; live?: boolean; icon?: ReactNode; title?: string; className?: string }

/** `mark` puts a dot before the text, `live` lets it breathe: something is going on. */
export function Badge({ tone = 'neutral', children, mark, live, icon, title, className }: Props) {
  const style = TONES[tone]
  return (
    <span
      title={title}
      className={cn(
        'inline-flex h-5.5 shrink-0 items-center gap-1.5 rounded-full px-2 text-xs font-medium whitespace-nowrap [&_svg]:size-3',
        style.box,
        className,
      )}
    >
      {icon}
      {mark && <span aria-hidden className={cn('size-1.5 rounded-full', style.mark, live && 'animate-pulse')} />}
      {children}
    </span>
  )
}
