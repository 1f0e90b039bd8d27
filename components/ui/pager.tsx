import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from './button'
import { wholeNumber } from './number-format'

type Props = { page: number; perPage: number; total: number; what: string; onPage: (page: number) => void }

/** Which part of a long list is shown, and the way to the others. The total is shown for a short one too. */
export function Pager({ page, perPage, total, what, onPage }: Props) {
  const pages = Math.max(1, Math.ceil(total / perPage))
  const first = total === 0 ? 0 : (page - 1) * perPage + 1
  return (
    <nav aria-label={`Pages of ${what}`} className="figures flex min-h-8.5 flex-wrap items-center justify-between gap-2 text-sm text-soft">
      <p role="status">
        {wholeNumber(first)}–{wholeNumber(Math.min(page * perPage, total))} of {wholeNumber(total)} {total === 1 ? what.replace(/s$/, '') : what}
      </p>
      {pages > 1 && (
        <div className="flex items-center gap-2">
          <span>
            Page {wholeNumber(page)} of {wholeNumber(pages)}
          </span>
          <Button size="sm" aria-label="Previous page" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            <ChevronLeft aria-hidden />
          </Button>
          <Button size="sm" aria-label="Next page" disabled={page >= pages} onClick={() => onPage(page + 1)}>
            <ChevronRight aria-hidden />
          </Button>
        </div>
      )}
    </nav>
  )
}
