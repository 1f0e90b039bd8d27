import { queryOptions, useQuery } from '@tanstack/react-query'
import { WizardOptions } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** What the dialog Migrations > In Current Organization offers; of one source alone for the pages after it. */
export function wizardQuery(sourceId: string | null = null) {
  const query = sourceId === null ? '' : `?sourceId=${encodeURIComponent(sourceId)}`
  return queryOptions({
    queryKey: keys.wizard.options(sourceId),
    queryFn: ({ signal }) => fetchJson(`/api/wizard${query}`, WizardOptions, signal),
  })
}

export const useWizard = (sourceId: string | null = null) => useQuery(wizardQuery(sourceId))
