import { ChevronRight } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { counted, wholeNumber } from '@/components/ui/number-format'
import type { CollectionVerification, VerificationFacts } from '@/lib/contracts/control-api'
import { byConcern, collectionName, collectionVerdict, sentence } from './verification-words'

const COLUMNS = ['Source', 'Target', 'Compared', 'Missing', 'Extra', 'Different', 'Unsettled']

/** How each collection compares. Open by itself while something is wrong. */
export function VerificationCollections({ verification }: { verification: VerificationFacts }) {
  const sorted = [...verification.collections].sort(byConcern)
  const wrong = sorted.filter((collection) => collectionVerdict(collection).tone === 'bad').length
  const compared = sorted.filter(({ state }) => state === 'completed').length
  const all = counted(sorted.length, 'collection')
  return (
    <details key={String(wrong > 0)} open={wrong > 0} className="group rounded-lg border">
      <summary className="flex min-h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90" />
        <span className="figures">{wrong > 0 ? `${wholeNumber(wrong)} of ${all} with a problem` : compared < sorted.length ? `${wholeNumber(compared)} of ${all} compared` : `${all} compared`}</span>
      </summary>
      <div className="max-h-72 overflow-auto border-t">
        <table aria-label="Verification by collection" className="figures w-full border-collapse text-xs">
          <thead className="max-sm:hidden">
            <tr>
              <Head className="pl-3 text-left">Collection</Head>
              <Head className="text-left">Result</Head>
              {COLUMNS.map((name) => (
                <Head key={name} className="text-right last:pr-3">
                  {name}
                </Head>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((collection) => (
              <Row key={collectionName(collection)} collection={collection} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="border-t px-3 py-2 text-xs text-faint">Both counts are taken at the end of the comparison; applications write meanwhile, so they may differ for a moment.</p>
    </details>
  )
}

function Head({ className, children }: { className: string; children: string }) {
  return (
    <th scope="col" className={cn('sticky top-0 border-b bg-surface px-1.5 py-1.5 font-medium whitespace-nowrap text-faint', className)}>
      {children}
    </th>
  )
}

function figuresOf({ sourceCount, targetCount, compared, missing, extra, different, unsettled }: CollectionVerification): (number | null)[] {
  return [sourceCount, targetCount, compared, missing, extra, different, unsettled]
}

const FIRST_PROBLEM = COLUMNS.indexOf('Missing')

function toneOf(column: string, value: number | null): string {
  if (!value) return 'text-faint'
  return column === 'Unsettled' ? 'font-medium text-warn' : 'font-medium text-bad'
}

function Row({ collection }: { collection: CollectionVerification }) {
  const { label, tone } = collectionVerdict(collection)
  const name = collectionName(collection)
  const figures = figuresOf(collection)
  return (
    <tr className="border-b last:border-0">
      <th scope="row" className="max-w-40 px-1.5 py-2 pl-3 text-left align-top font-normal">
        <span className="block truncate font-mono" title={name}>
          {name}
        </span>
        {collection.reason && <span className="block text-bad">{sentence(collection.reason)}</span>}
        {/* A phone has no room for nine columns. */}
        <span className="block text-soft sm:hidden">
          {COLUMNS.map((column, at) => ({ column, value: figures[at] ?? null }))
            .filter(({ value }, at) => value !== null && (at < FIRST_PROBLEM || value > 0))
            .map(({ column, value }) => `${column} ${wholeNumber(value ?? 0)}`)
            .join(' · ')}
        </span>
      </th>
      <td className="px-1.5 py-1.5 align-top max-sm:pr-3 max-sm:text-right">
        <Badge tone={tone}>{label}</Badge>
      </td>
      {figures.map((value, at) => (
        <td key={COLUMNS[at]} className={cn('px-1.5 py-2 text-right align-top last:pr-3 max-sm:hidden', at >= FIRST_PROBLEM && toneOf(COLUMNS[at]!, value))}>
          {value === null ? '–' : wholeNumber(value)}
        </td>
      ))}
    </tr>
  )
}
