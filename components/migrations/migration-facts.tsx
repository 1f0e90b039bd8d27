import { ChevronRight } from 'lucide-react'
import { Fact, Facts } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { counted } from '@/components/ui/number-format'
import { TimeText } from '@/components/ui/time-text'
import type { MigrationDetail } from '@/lib/contracts/console-api'
import { INDEX_WORDS } from './index-words'

/** What was chosen at the start, what the precheck noted and what did not come along. */
export function MigrationFactsList({ detail: { migration, facts, findings } }: { detail: MigrationDetail }) {
  const notes = [...new Set(facts?.notes ?? [])]
  const warnings = findings.filter((finding) => finding.severity === 'warning')
  const count = notes.length + warnings.length
  return (
    <details className="group rounded-lg border">
      <summary className="flex h-9 list-none items-center gap-2 px-3 text-sm font-medium">
        <ChevronRight aria-hidden className="size-4 text-faint transition-transform group-open:rotate-90" />
        Details
        {count > 0 && <span className="font-normal text-soft">with {counted(count, 'note')}</span>}
      </summary>
      <Facts className="border-t">
        <Fact name="Job ID">
          <span className="flex items-center gap-1">
            <code className="truncate font-mono text-xs">{migration.id}</code>
            <CopyButton text={migration.id} label="Copy job ID" />
          </span>
        </Fact>
        <Fact name="Started">
          <TimeText at={migration.startedAt} exact /> by {migration.createdBy}
        </Fact>
        <Fact name="Indexes">{INDEX_WORDS[migration.indexes].label.replace(' (recommended)', '')}</Fact>
        {notes.length > 0 && (
          <Fact name="On the target">
            <Sentences texts={notes} />
          </Fact>
        )}
        {warnings.length > 0 && (
          <Fact name="Precheck">
            <Sentences texts={warnings.map(({ message, remedy }) => `${message} ${remedy}`)} />
          </Fact>
        )}
      </Facts>
    </details>
  )
}

function Sentences({ texts }: { texts: string[] }) {
  return (
    <ul className="max-h-48 list-disc space-y-1 overflow-y-auto pl-4 marker:text-faint">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}
