export type SparkPoint = { at: number; value: number }
export type SparkScale = { x: (at: number) => number; y: (value: number) => number; top: number }

/** The guide stays in view always; above it the scale grows in steps, so that it does not twitch with every reading. */
export function sparkScale(points: readonly SparkPoint[], guide: number, box: { width: number; height: number }): SparkScale {
  const highest = Math.max(0, ...points.map((point) => point.value))
  let top = guide * 1.5
  while (top < highest * 1.05) top *= 2
  const first = points[0]?.at ?? 0
  const span = Math.max(1, (points.at(-1)?.at ?? 1) - first)
  return {
    top,
    x: (at) => round(((at - first) / span) * box.width),
    y: (value) => round(box.height - (Math.min(value, top) / top) * (box.height - 4)),
  }
}

export function sparkPath(points: readonly SparkPoint[], scale: SparkScale): string {
  return points.map((point, index) => `${index === 0 ? 'M' : 'L'} ${scale.x(point.at)} ${scale.y(point.value)}`).join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
