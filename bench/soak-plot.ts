// The samples of a soak as an SVG file: one panel for each measure over the time, stages and restarts as lines across.
import type { Measure, Sample } from './soak-samples.ts'

const WIDTH = 900
const PANEL_HEIGHT = 150
const MARGIN = { left: 70, right: 20, top: 44, between: 44, bottom: 36 }
const TICKS = 4
const INK = '#57606a'
const GRID = '#d0d7de'

type Panel = { measure: Measure; title: string; color: string }
const PANELS: Panel[] = [
  { measure: 'memoryMiB', title: 'resident memory of the data plane, MiB', color: '#0969da' },
  { measure: 'lagMs', title: 'lag, ms', color: '#bc4c00' },
  { measure: 'journalMiB', title: 'journal on disk, MiB', color: '#1a7f37' },
]

export type Mark = { atS: number; label: string }

/** A whole SVG document on white, so that it is readable wherever it is shown. */
export function plotSoak(title: string, samples: readonly Sample[], marks: readonly Mark[]): string {
  const endS = Math.max(1, ...samples.map(({ atS }) => atS))
  const x = (atS: number) => MARGIN.left + (atS / endS) * (WIDTH - MARGIN.left - MARGIN.right)
  const height = MARGIN.top + PANELS.length * (PANEL_HEIGHT + MARGIN.between) + MARGIN.bottom
  const panels = PANELS.map((panel, at) => drawPanel(panel, samples, { x, endS, top: MARGIN.top + MARGIN.between * 0.7 + at * (PANEL_HEIGHT + MARGIN.between) }))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" fill="${INK}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN.left}" y="24" font-size="15" fill="#1f2328">${escape(title)}</text>`,
    ...panels.flat(),
    ...marks.flatMap((mark, at) => drawMark(mark, { x: x(mark.atS), row: at % 2, height })),
    `<text x="${WIDTH - MARGIN.right}" y="${height - 12}" text-anchor="end">minutes since the start of the migration</text>`,
    '</svg>',
    '',
  ].join('\n')
}

function drawPanel({ measure, title, color }: Panel, samples: readonly Sample[], at: { x: (atS: number) => number; endS: number; top: number }): string[] {
  const most = roundUp(Math.max(...samples.map((sample) => sample[measure] ?? 0)))
  const bottom = at.top + PANEL_HEIGHT
  const y = (value: number) => bottom - (value / most) * PANEL_HEIGHT
  const steps = Array.from({ length: TICKS + 1 }, (_, step) => step / TICKS)
  return [
    `<text x="${MARGIN.left}" y="${at.top - 8}" font-weight="bold" fill="${color}">${escape(title)}</text>`,
    ...steps.map((part) => {
      const level = y(most * part)
      return `<path d="M${MARGIN.left} ${fixed(level)}H${WIDTH - MARGIN.right}" stroke="${GRID}"/><text x="${MARGIN.left - 8}" y="${fixed(level + 4)}" text-anchor="end">${number(most * part)}</text>`
    }),
    ...steps.map((part) => `<text x="${fixed(at.x(at.endS * part))}" y="${bottom + 15}" text-anchor="middle">${number((at.endS * part) / 60)}</text>`),
    `<path d="${lineOf(samples, measure, at.x, y)}" fill="none" stroke="${color}" stroke-width="1.2"/>`,
  ]
}

/** One line, interrupted where the data plane did not answer. */
function lineOf(samples: readonly Sample[], measure: Measure, x: (atS: number) => number, y: (value: number) => number): string {
  let drawing = false
  const parts: string[] = []
  for (const sample of samples) {
    const value = sample[measure]
    if (value !== null) parts.push(`${drawing ? 'L' : 'M'}${fixed(x(sample.atS))} ${fixed(y(value))}`)
    drawing = value !== null
  }
  return parts.join('')
}

/** Stages can follow each other closely: their labels take turns in two rows. */
function drawMark({ label }: Mark, { x, row, height }: { x: number; row: number; height: number }): string[] {
  const line = `<path d="M${fixed(x)} ${MARGIN.top}V${height - MARGIN.bottom}" stroke="${INK}" stroke-dasharray="3 3"/>`
  const anchor = x > WIDTH / 2 ? 'end' : 'start'
  return [line, `<text x="${fixed(x + (anchor === 'end' ? -4 : 4))}" y="${MARGIN.top - row * 12}" text-anchor="${anchor}">${escape(label)}</text>`]
}

/** The next of 1, 2, 4, 5, 8 times a power of ten: its quarters are short to write. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 5, 8, 10].map((step) => step * power).find((step) => step >= value)!
}

const fixed = (value: number) => value.toFixed(1)
const number = (value: number) => String(Math.round(value * 100) / 100)
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
