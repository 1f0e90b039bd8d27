import type { ReactNode } from 'react'

type Props = {
  icon: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
  /** `h1` where nothing else is on the page. */
  heading?: 'h1' | 'h2'
}

export function EmptyState({ icon, title, children, actions, heading: Heading = 'h2' }: Props) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <span aria-hidden className="grid size-11 place-items-center rounded-xl bg-accent-soft text-accent [&_svg]:size-5">
        {icon}
      </span>
      <div className="max-w-lg space-y-1">
        <Heading className="text-base font-semibold">{title}</Heading>
        {children && <div className="text-sm text-soft">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap justify-center gap-2 pt-1">{actions}</div>}
    </div>
  )
}
