import { cn } from './cn'
import { CopyButton } from './copy-button'
import { lineDiff } from './line-diff'

const LOOK = { same: '', removed: 'bg-bad-soft text-bad', added: 'bg-ok-soft text-ok' }
const MARK = { same: ' ', removed: '-', added: '+' }
const SAID = { same: '', removed: 'removed: ', added: 'added: ' }

/** Code as it was and as it is to be, line by line; the button copies what it is to be. */
export function CodeDiff({ before, after, label }: { before: string; after: string; label: string }) {
  return (
    <div className="relative rounded-lg border bg-code">
      <div className="absolute top-1.5 right-1.5 rounded-md bg-code">
        <CopyButton text={after} label={`Copy ${label}`} />
      </div>
      {/* Focusable, so that code wider than the screen can be scrolled with the keyboard. */}
      <pre tabIndex={0} role="region" aria-label={label} className="overflow-x-auto py-3.5 font-mono text-xs leading-5">
        <code className="block w-max min-w-full">
          {lineDiff(before, after).map(({ kind, text }, at) => (
            <span key={at} className={cn('block pr-12 pl-3', LOOK[kind])}>
              <span aria-hidden className="mr-2 select-none">
                {MARK[kind]}
              </span>
              {kind !== 'same' && <span className="sr-only select-none">{SAID[kind]}</span>}
              {text === '' ? ' ' : text}
            </span>
          ))}
        </code>
      </pre>
    </div>
  )
}
