import { sparkPath, sparkScale, type SparkPoint } from './spark-geometry'

type Props = {
  points: SparkPoint[]
  /** A horizontal line with its label, for example a limit. */
  guide: { value: number; label: string }
  label: string
  height?: number
}

const WIDTH = 560

/** Small line chart of seconds over time. The text beside it carries the figures; this shows the trend. */
export function SparkLine({ points, guide, label, height = 96 }: Props) {
  const scale = sparkScale(points, guide.value, { width: WIDTH, height })
  const guideY = scale.y(guide.value)
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" className="block w-full text-accent" style={{ height }}>
      <line x1={0} x2={WIDTH} y1={height - 0.5} y2={height - 0.5} className="stroke-line" vectorEffect="non-scaling-stroke" />
      <line x1={0} x2={WIDTH} y1={guideY} y2={guideY} className="stroke-warn-mark" strokeDasharray="4 4" vectorEffect="non-scaling-stroke" />
      {points.length > 1 && (
        <>
          <path d={`${sparkPath(points, scale)} L ${scale.x(points.at(-1)!.at)} ${height} L ${scale.x(points[0]!.at)} ${height} Z`} className="fill-current opacity-10" />
          <path d={sparkPath(points, scale)} fill="none" stroke="currentColor" strokeWidth={1.75} strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
        </>
      )}
    </svg>
  )
}
