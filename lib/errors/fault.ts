// What an error code says beside its name.

/** Whose problem it is. */
export type Fault = 'client' | 'source' | 'target' | 'gateway' | 'config' | 'operator'

/** What the caller should do: try the same again, wait for a change, give up, or ask a human. */
export type Next = 'retry' | 'pause' | 'abort' | 'ask'
