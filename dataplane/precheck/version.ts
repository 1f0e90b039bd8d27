// An older target may lack what the source's collections use. Types and features are checked one by one; the rest of
// what a version brings cannot be.
import { isAtLeast } from '../milvus/engines.ts'
import { engineName, type Check } from './check.ts'

export const checkVersion: Check = ({ sourceEngine, targetEngine, targetName }) => {
  const older = sourceEngine.kind === targetEngine.kind && !isAtLeast(targetEngine.version, sourceEngine.version)
  if (!older) return Promise.resolve([])
  return Promise.resolve([
    {
      check: 'version',
      severity: 'warning' as const,
      message: `${capital(targetName)} is older than the source (${engineName(sourceEngine)}). What applications use of the newer version may be missing there.`,
      remedy: 'Upgrade the target first, or try your applications against it before you switch.',
    },
  ])
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
