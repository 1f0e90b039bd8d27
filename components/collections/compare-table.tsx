import { Maximize2 } from 'lucide-react'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/number-format'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { ComparedRow, ComparedRows, RowMark } from '@/lib/contracts/collections-api'
import { CellText, keyFirst, ScrollBox } from './row-table'

const MARKS: Record<RowMark, { label: string; tone: Tone }> = {
  same: { label: 'Same', tone: 'ok' },
  different: { label: 'Different', tone: 'bad' },
  source_only: { label: 'Source only', tone: 'bad' },
  target_only: { label: 'Target only', tone: 'warn' },
}

/** Both sides row by row, what differs first. */
export function CompareTable({ compared, onOpen }: { compared: ComparedRows; onOpen: (key: string) => void }) {
  const { columns, rows, sourceName, targetName, tookMs } = compared
  const differing = rows.filter(({ mark }) => mark !== 'same').length
  const shown = keyFirst(columns)
  return (
    <>
      <p role="status" className="figures px-5 py-3 text-sm">
        {rows.length === 0
          ? 'No entity fulfils this on either side.'
          : differing === 0
            ? `All ${counted(rows.length, 'entity is', 'entities are')} the same on both sides.`
            : `${counted(differing, 'entity differs', 'entities differ')} of ${rows.length}.`}{' '}
        <span className="text-soft">
          {sourceName} against {targetName}, {tookMs} ms. What was written to {targetName} since the switch is not on {sourceName}.
        </span>
      </p>
      {rows.length > 0 && (
        <div className="border-t">
          <ScrollBox>
            <Table label="Entities of both sides">
              <thead>
                <tr>
                  <Th>Result</Th>
                  {shown.map(({ column }) => (
                    <Th key={column.name} title={column.type}>
                      {column.name}
                    </Th>
                  ))}
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Tr key={row.key}>
                    <Td>
                      <Badge tone={MARKS[row.mark].tone}>{MARKS[row.mark].label}</Badge>
                    </Td>
                    {shown.map(({ column, at }) => (
                      <Td key={column.name}>
                        <Both row={row} name={column.name} at={at} />
                      </Td>
                    ))}
                    <Td className="text-right">
                      <Button size="icon-sm" variant="ghost" disabled={row.target === null} aria-label={`Show ${row.key} in full`} title="Show in full" onClick={() => onOpen(row.key)}>
                        <Maximize2 aria-hidden />
                      </Button>
                    </Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </ScrollBox>
        </div>
      )}
    </>
  )
}

function Both({ row, name, at }: { row: ComparedRow; name: string; at: number }) {
  if (!row.differing.includes(name)) return <CellText cell={(row.target ?? row.source)?.[at] ?? null} />
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-sm bg-bad-soft px-1.5 py-0.5 text-xs [&_dt]:text-soft">
      <dt>Source</dt>
      <dd>
        <CellText cell={row.source?.[at] ?? null} />
      </dd>
      <dt>Target</dt>
      <dd>
        <CellText cell={row.target?.[at] ?? null} />
      </dd>
    </dl>
  )
}
