import type { Provider } from '@/lib/contracts/cluster-catalogue'

const LETTERS: Record<Provider, string> = { aws: 'A', gcp: 'G', azure: 'M' }

/** A letter in our own look; the providers' logos are theirs. */
export function ProviderMark({ provider }: { provider: Provider }) {
  return (
    <span aria-hidden className="grid size-5 place-items-center rounded-sm bg-sunken text-xs font-semibold text-soft">
      {LETTERS[provider]}
    </span>
  )
}
