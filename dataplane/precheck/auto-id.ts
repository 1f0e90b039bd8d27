// Ids of autoID collections must survive: the target has to take given ids.
import { called, type Check } from './check.ts'

export const checkAutoId: Check = ({ collections, targetCapabilities, targetName }) =>
  Promise.resolve(
    collections
      .filter(({ shape }) => shape.autoId && !(targetCapabilities.acceptsAutoIds && shape.keyType === 'int64') && !shape.allowsAutoIds)
      .map(({ shape }) => ({
        check: 'auto-id',
        severity: 'blocker' as const,
        message: `${called(shape)} lets the server assign its ids (autoID), and ${targetName} would give its entities new ones.`,
        remedy: 'Set the collection property "allow_insert_auto_id" to true where the servers have it, or choose a target that accepts given ids.',
      })),
  )
