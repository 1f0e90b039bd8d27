import { Banner } from './banner'
import { clockTime } from './time-format'

/** The last answer stays on the page while the console does not give a newer one. */
export function StaleNote({ at }: { at: number }) {
  return (
    <Banner tone="warn" live>
      The console does not answer. This is what was known at <time dateTime={new Date(at).toISOString()}>{clockTime(new Date(at))}</time>;
      it is tried again by itself.
    </Banner>
  )
}
