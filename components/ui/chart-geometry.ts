// Where things stand in a small chart of values over time. Pure.
export type ChartScale = { top: number; x: (at: number) => number; y: (value: number) => number }
type Box = { width: number; height: number }

const STEPS = [1, 2, 5]

/** The upper end of the scale: 1, 2 or 5 and zeros, never under `least`, so that it does not twitch with every reading. */
export function chartTop(highest: number, least: number): number {
  const wanted = Math.max(highest * 1.05, least)
  for (let power = Math.floor(Math.log10(wanted)); ; power++)
    for (const step of STEPS) if (step * 10 ** power >= wanted) return Number((step * 10 ** power).toPrecision(1))
}

/** `least` is what the scale reaches at least; `most` the highest value that is drawn. */
export function chartScale({ from, to, most, least }: { from: number; to: number; most: number; least: number }, box: Box): ChartScale {
  const top = chartTop(most, least)
  const span = Math.max(1, to - from)
  return {
    top,
    x: (at) => round(((at - from) / span) * box.width),
    y: (value) => round(box.height - (Math.min(Math.max(value, 0), top) / top) * box.height),
  }
}

export function chartPath(times: readonly number[], values: readonly number[], { x, y }: ChartScale): string {
  return times.map((at, index) => `${index === 0 ? 'M' : 'L'} ${x(at)} ${y(values[index] ?? 0)}`).join(' ')
}

/** Index of the time that is nearest; times ascend. -1 where there is none. */
export function nearestIndex(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (times[middle]! < at) low = middle
    else high = middle
  }
  if (high < 0) return -1
  return Math.abs(times[low]! - at) <= Math.abs(times[high]! - at) ? low : high
}

/** At most `most` indexes, evenly from the first to the last. */
export function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index)
  return Array.from({ length: most }, (_, index) => Math.round((index * (count - 1)) / (most - 1)))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
