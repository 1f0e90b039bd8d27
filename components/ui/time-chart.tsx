'use client'
import { useState, type PointerEvent, type ReactNode } from 'react'
import { chartPath, chartScale, nearestIndex, type ChartScale } from './chart-geometry'
import { cn } from './cn'
import { clockTime } from './time-format'

export type ChartSeries = { name: string; values: number[]; tone: 'accent' | 'info' | 'warn'; filled?: boolean; dashed?: boolean }

type Props = {
  title: string
  times: number[]
  series: ChartSeries[]
  /** A horizontal line with its label, for example a limit. */
  guide?: { value: number; label: string }
  /** The scale reaches at least this. */
  least: number
  format: (value: number) => string
  /** Stands in for the chart while there are fewer than two readings. */
  empty: ReactNode
}

const WIDTH = 560
const HEIGHT = 96
const TONES = { accent: 'text-accent', info: 'text-info', warn: 'text-warn-mark' }

/**
 * Small line chart over time. A reading is shown under the pointer, and with the arrow keys: what takes the keys is a
 * range over the picture, so that it works as one does everywhere.
 */
export function TimeChart({ title, times, series, guide, least, format, empty }: Props) {
  const [readAt, setReadAt] = useState<number | null>(null)
  const index = readAt === null ? times.length - 1 : nearestIndex(times, readAt)
  const scale = chartScale({ from: times[0] ?? 0, to: times.at(-1) ?? 1, most: Math.max(0, ...series.flatMap(({ values }) => values)), least }, { width: WIDTH, height: HEIGHT })
  const at = times[index]
  const reading = at === undefined ? '' : [clockTime(new Date(at)), ...series.map(({ name, values }) => `${name} ${format(values[index] ?? 0)}`)].join(', ')

  function point(event: PointerEvent<HTMLElement>) {
    const box = event.currentTarget.getBoundingClientRect()
    const [from, to] = [times[0], times.at(-1)]
    if (from !== undefined && to !== undefined) setReadAt(from + ((event.clientX - box.left) / box.width) * (to - from))
  }

  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap items-center justify-between gap-x-3 text-xs text-soft">
        <span className="font-medium">{title}</span>
        <Legend series={series} guide={guide} />
      </figcaption>
      <div className="mt-1.5 grid grid-cols-[3.25rem_minmax(0,1fr)] gap-x-2">
        <Scale top={scale.top} format={format} />
        <div className="relative h-24 rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent" onPointerMove={point} onPointerLeave={() => setReadAt(null)}>
          <Picture times={times} series={series} guide={guide} scale={scale} readAt={readAt === null ? null : (at ?? null)} />
          {times.length < 2 ? (
            <p className="absolute inset-0 grid place-items-center text-xs text-faint">{empty}</p>
          ) : (
            <input
              type="range"
              aria-label={`${title}: readings`}
              aria-valuetext={reading}
              min={0}
              max={times.length - 1}
              value={index}
              onChange={(event) => setReadAt(times[Number(event.target.value)] ?? null)}
              onBlur={() => setReadAt(null)}
              className="absolute inset-0 size-full cursor-crosshair opacity-0"
            />
          )}
        </div>
        <p className="figures col-start-2 mt-1 flex h-5 justify-between gap-2 text-xs text-faint">
          {readAt === null || times.length < 2 ? <Ends times={times} /> : <span className="truncate text-soft">{reading}</span>}
        </p>
      </div>
    </figure>
  )
}

function Ends({ times }: { times: number[] }) {
  if (times.length < 2) return null
  return (
    <>
      <span>{clockTime(new Date(times[0]!))}</span>
      <span>{clockTime(new Date(times.at(-1)!))}</span>
    </>
  )
}

function Scale({ top, format }: { top: number; format: (value: number) => string }) {
  return (
    <div aria-hidden className="figures flex h-24 flex-col justify-between text-right text-xs leading-none text-faint">
      {[top, top / 2, 0].map((value) => (
        <span key={value}>{format(value)}</span>
      ))}
    </div>
  )
}

function Legend({ series, guide }: Pick<Props, 'series' | 'guide'>) {
  return (
    <span className="flex items-center gap-3">
      {series.length > 1 &&
        series.map(({ name, tone, dashed }) => (
          <span key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={cn('w-4 border-t-2 border-current', TONES[tone], dashed && 'border-dashed')} />
            {name}
          </span>
        ))}
      {guide && (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="w-4 border-t border-dashed border-warn-mark" />
          {guide.label}
        </span>
      )}
    </span>
  )
}

function Picture({ times, series, guide, scale, readAt }: Pick<Props, 'times' | 'series' | 'guide'> & { scale: ChartScale; readAt: number | null }) {
  const line = (y: number, look: string) => <line x1={0} x2={WIDTH} y1={y} y2={y} className={look} vectorEffect="non-scaling-stroke" />
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="absolute inset-0 size-full">
      {[0.5, HEIGHT / 2, HEIGHT - 0.5].map((y) => (
        <g key={y}>{line(y, 'stroke-line')}</g>
      ))}
      {times.length > 1 && series.map((one) => <Line key={one.name} times={times} series={one} scale={scale} />)}
      {guide && <g strokeDasharray="4 4">{line(scale.y(guide.value), 'stroke-warn-mark')}</g>}
      {readAt !== null && <line x1={scale.x(readAt)} x2={scale.x(readAt)} y1={0} y2={HEIGHT} className="stroke-line-strong" vectorEffect="non-scaling-stroke" />}
    </svg>
  )
}

function Line({ times, series: { values, tone, filled, dashed }, scale }: { times: number[]; series: ChartSeries; scale: ChartScale }) {
  const path = chartPath(times, values, scale)
  return (
    <g className={TONES[tone]}>
      {filled && <path d={`${path} L ${WIDTH} ${HEIGHT} L 0 ${HEIGHT} Z`} className="fill-current opacity-10" />}
      <path d={path} fill="none" stroke="currentColor" strokeWidth={1.75} strokeLinejoin="round" {...(dashed ? { strokeDasharray: '5 3' } : {})} vectorEffect="non-scaling-stroke" />
    </g>
  )
}
