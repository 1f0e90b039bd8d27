// A collection that is not loaded cannot be read: it is loaded for the migration and released afterwards.
import { called, type Check } from './check.ts'

export const checkUnloaded: Check = ({ collections }) =>
  Promise.resolve(
    collections
      .filter(({ loaded }) => !loaded)
      .map(({ shape }) => ({
        check: 'unloaded',
        severity: 'warning' as const,
        message: `${called(shape)} is not loaded on the source cluster.`,
        remedy: 'Nothing to do: it is loaded for the migration and released afterwards. The source needs the memory meanwhile.',
      })),
  )
