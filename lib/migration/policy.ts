// What the gateway lets through to a cluster. Pure: the data plane derives it from its durable facts,
// the console shows it as the cluster's state.

/**
 * - `open`: everything passes.
 * - `locked`: source of a migration. Entity writes and DDL are captured; the operations that a migration
 *   cannot carry are refused.
 * - `syncing`: target of a migration. Reads pass, every write is refused.
 * - `fenced`: source during the cutover. Reads pass, writes are held.
 * - `readonly`: retired source. Reads pass, every write is refused.
 */
export const POLICIES = ['open', 'locked', 'syncing', 'fenced', 'readonly'] as const
export type Policy = (typeof POLICIES)[number]

/** What becomes of the source after the cutover. */
export const AFTER_LIVES = ['readonly', 'writable'] as const
export type AfterLife = (typeof AFTER_LIVES)[number]
