'use client'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { evenly } from '@/components/ui/chart-geometry'
import { wholeNumber } from '@/components/ui/number-format'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { clockTime } from '@/components/ui/time-format'
import type { LagSample } from '@/lib/contracts/console-api'
import { durationText } from './duration-text'

const ROWS = 24

/** The charts' readings as a table, evenly over their time, newest first. */
export function LagTable({ samples }: { samples: LagSample[] }) {
  const [open, setOpen] = useState(false)
  if (samples.length < 2) return null
  return (
    <details className="group border-t" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex h-9 list-none items-center gap-2 px-4 text-xs text-soft">
        <ChevronRight aria-hidden className="size-3.5 text-faint transition-transform group-open:rotate-90" />
        Readings as a table
      </summary>
      {open && (
        <div className="max-h-64 overflow-y-auto border-t" tabIndex={0} role="region" aria-label="Readings">
          <Table label="Readings of the lag" className="figures">
            <thead>
              <tr>
                <Th>Time</Th>
                <Th className="text-right">Lag</Th>
                <Th className="text-right">Accepted/s</Th>
                <Th className="text-right">Applied/s</Th>
              </tr>
            </thead>
            <tbody>
              {evenly(samples.length, ROWS)
                .map((index) => samples[index]!)
                .reverse()
                .map(({ at, lagMs, acceptPerS, applyPerS }) => (
                  <Tr key={at}>
                    <Td className="h-8 py-1">{clockTime(new Date(at))}</Td>
                    <Td className="h-8 py-1 text-right">{durationText(lagMs)}</Td>
                    <Td className="h-8 py-1 text-right">{wholeNumber(acceptPerS)}</Td>
                    <Td className="h-8 py-1 text-right">{wholeNumber(applyPerS)}</Td>
                  </Tr>
                ))}
            </tbody>
          </Table>
        </div>
      )}
    </details>
  )
}
