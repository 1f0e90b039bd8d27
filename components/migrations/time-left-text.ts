import type { TimeLeft } from './time-left'
import { timeLeftText } from './duration-text'

/** `About 4 minutes left`; nothing while it is not known. */
export function leftText(left: TimeLeft | null): string {
  return left === null || left.shownMs === null ? '' : timeLeftText(left.shownMs)
}

/** Goes after the sentence that the target is catching up. */
export function catchUpText(left: TimeLeft | null): string {
  if (left === null || left.shownMs === null) return ''
  return ` The lag is expected under 10 s in ${timeLeftText(left.shownMs).replace(/ left$/, '').toLowerCase()}.`
}
