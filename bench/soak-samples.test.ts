import { expect, test } from 'vitest'
import { plotSoak } from './soak-plot.ts'
import { summaryOf, type Sample } from './soak-samples.ts'

const sample = (atS: number, more: Partial<Sample> = {}): Sample => ({
  ...{ atS, stage: 'syncing', memoryMiB: 100 + atS, lagMs: atS * 10, lagEntries: 1, acceptPerS: 5, applyPerS: 5, journalMiB: 2, acknowledged: atS, unknown: 0 },
  ...more,
})
const DOWN = { stage: null, memoryMiB: null, lagMs: null, lagEntries: null, acceptPerS: null, applyPerS: null } as const

test('the summary is of the time while syncing, and leaves out what the data plane did not answer', () => {
  const samples = [sample(0, { stage: 'copying', memoryMiB: 900 }), ...[1, 2, 3, 4].map((at) => sample(at)), sample(5, DOWN), sample(6, { stage: 'completed', memoryMiB: 900 })]
  const { rows, notes, title } = summaryOf(samples)
  expect(title).toContain('4 samples')
  expect(rows[0]).toEqual({ label: 'memory of the data plane MiB', values: { median: [102.5], p99: [104], peak: [104] } })
  expect(rows[1]!.values).toEqual({ median: [25], p99: [40], peak: [40] })
  expect(notes[0]).toContain('second quarter of the sync: 102.0 MiB, of the last: 104.0 MiB')
})

test('the plot interrupts its lines where the data plane did not answer, and names stages', () => {
  const svg = plotSoak('a <soak>', [sample(0), sample(1), sample(2, DOWN), sample(3), sample(4)], [{ atS: 2, label: 'restart 1' }])
  const [memory, , journal] = [...svg.matchAll(/<path d="([^"]+)" fill="none"/g)].map((found) => found[1]!)
  expect(memory!.match(/M/g)).toHaveLength(2)
  expect(journal!.match(/M/g)).toHaveLength(1)
  expect(svg).toContain('>restart 1</text>')
  expect(svg).toContain('a &lt;soak>')
  expect(svg).not.toContain('NaN')
})

test('the plot of a soak that saw nothing is still a picture', () => {
  expect(plotSoak('nothing', [], [])).not.toMatch(/NaN|Infinity/)
})
