import { Maximize2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Cell, Column, RowSet } from '@/lib/contracts/collections-api'

type Props = { rows: RowSet; onOpen: (key: string) => void }

/** The key stands first, whatever order the server answers in. */
export function keyFirst(columns: Column[]): { column: Column; at: number }[] {
  const all = columns.map((column, at) => ({ column, at }))
  return [...all.filter(({ column }) => column.kind === 'key'), ...all.filter(({ column }) => column.kind !== 'key')]
}

export function RowTable({ rows: { columns, rows }, onOpen }: Props) {
  if (rows.length === 0) return <p className="px-5 py-8 text-center text-sm text-soft">No entity fulfils this.</p>
  const shown = keyFirst(columns)
  const scored = rows[0]?.score !== null
  return (
    <ScrollBox>
      <Table label="Entities">
        <thead>
          <tr>
            {scored && <Th className="text-right">Score</Th>}
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
          {rows.map((row, index) => (
            <Tr key={`${row.key} ${index}`}>
              {scored && <Td className="figures text-right">{row.score}</Td>}
              {shown.map(({ column, at }) => (
                <Td key={column.name}>
                  <CellText cell={row.cells[at] ?? null} />
                </Td>
              ))}
              <Td className="text-right">
                <Button size="icon-sm" variant="ghost" aria-label={`Show ${row.key} in full`} title="Show in full" onClick={() => onOpen(row.key)}>
                  <Maximize2 aria-hidden />
                </Button>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </ScrollBox>
  )
}

/** A thousand rows stay in a window of their own, with their names in sight, so that the form above stays in reach. */
export function ScrollBox({ children }: { children: ReactNode }) {
  return (
    <div
      className="relative max-h-[70vh] overflow-auto [&_th]:sticky [&_th]:top-0 [&_th]:z-10 [&_th]:bg-surface [&>div]:overflow-visible"
      tabIndex={0}
      role="region"
      aria-label="What was found"
    >
      {children}
    </div>
  )
}

export function CellText({ cell }: { cell: Cell }) {
  if (cell === null) return <span className="text-xs text-faint italic">null</span>
  return (
    <span className="block max-w-72 truncate font-mono text-xs" title={cell.text}>
      {cell.text === '' ? <span className="text-faint">(empty)</span> : cell.text}
    </span>
  )
}
