// Which indexes the target's collections get.

/**
 * - `auto`: AUTOINDEX on every vector field with the source's metric, no scalar indexes (the original's rule).
 * - `source`: the source's own definitions, scalar indexes included; AUTOINDEX where the target does not know one.
 */
export const INDEX_CHOICES = ['auto', 'source'] as const
export type IndexChoice = (typeof INDEX_CHOICES)[number]
