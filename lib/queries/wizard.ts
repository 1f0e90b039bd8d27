import { queryOptions, useQuery } from '@tanstack/react-query'
import { WizardOptions } from '../contracts/console-api.ts'
import { fetchJson } from './fetch-json.ts'
import { keys } from './keys.ts'

/** What the dialog Migrations > In Current Organization offers. */
export function wizardQuery() {
  return queryOptions({
    queryKey: keys.wizard.root,
    queryFn: ({ signal }) => fetchJson('/api/wizard', WizardOptions, signal),
  })
}

export const useWizard = () => useQuery(wizardQuery())
