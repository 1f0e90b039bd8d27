// Runs once for each server process of Next, after it is ready.

export async function register(): Promise<void> {
  // Next replaces this name at build time, so that the other runtime's bundle never sees Node's modules.
  // eslint-disable-next-line no-restricted-properties
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startConsole } = await import('./lib/jobs/start-console.ts')
  await startConsole()
}
