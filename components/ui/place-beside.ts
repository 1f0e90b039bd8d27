type Box = { left: number; top: number; width: number; height: number }
export type Side = 'top' | 'bottom' | 'right'
export type Align = 'start' | 'center' | 'end'

type Input = {
  anchor: Box
  /** Of what is placed, at its natural size. */
  size: { width: number; height: number }
  view: { width: number; height: number }
  side: Side
  align: Align
}

const GAP = 6
const MARGIN = 8

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))

function along(start: number, length: number, size: number, align: Align): number {
  if (align === 'start') return start
  return align === 'end' ? start + length - size : start + (length - size) / 2
}

/**
 * Where something goes beside its anchor: on the side that was asked for, else on the opposite one if there is more room,
 * and never out of sight. `maxHeight` is the room there; what is longer scrolls.
 */
export function placeBeside({ anchor, size, view, side, align }: Input): { left: number; top: number; maxHeight: number } {
  const within = (value: number, length: number, room: number) => clamp(value, MARGIN, Math.max(MARGIN, room - length - MARGIN))
  const rightOfAnchor = anchor.left + anchor.width + GAP
  if (side === 'right' && rightOfAnchor + size.width + MARGIN <= view.width)
    return { left: rightOfAnchor, top: within(along(anchor.top, anchor.height, size.height, 'center'), size.height, view.height), maxHeight: view.height - 2 * MARGIN }
  const above = anchor.top - GAP - MARGIN
  const below = view.height - anchor.top - anchor.height - GAP - MARGIN
  const wanted = side === 'top' ? above : below
  const onTop = (side === 'top') === (size.height <= wanted || wanted >= (side === 'top' ? below : above))
  const maxHeight = Math.max(0, onTop ? above : below)
  const height = Math.min(size.height, maxHeight)
  return {
    left: within(along(anchor.left, anchor.width, size.width, align), size.width, view.width),
    top: onTop ? anchor.top - GAP - height : anchor.top + anchor.height + GAP,
    maxHeight,
  }
}
