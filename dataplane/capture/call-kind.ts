// What a captured call is to the migration: how it passes the gate, and who takes it over.

/** All that is neither an entity write nor loads or releases is DDL. */
export type CallKind = 'write' | 'load' | 'release' | 'ddl'

const KINDS: Record<string, CallKind> = {
  Insert: 'write',
  Upsert: 'write',
  Delete: 'write',
  LoadCollection: 'load',
  LoadPartitions: 'load',
  Prewarm: 'load',
  ReleaseCollection: 'release',
  ReleasePartitions: 'release',
}

export function kindOf(method: string): CallKind {
  return KINDS[method] ?? 'ddl'
}
