import { randomBytes, randomInt } from 'node:crypto'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

const word = (length: number): string => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** Ids look as the original's do, and fit the control API's `Id`. */
export const newId = {
  cluster: (): string => `in01-${randomBytes(8).toString('hex').slice(0, 15)}`,
  project: (): string => `proj-${word(16)}`,
  organization: (): string => `org-${word(16)}`,
  migration: (): string => `job-${word(16)}`,
  user: (): string => `user-${word(16)}`,
  row: (): string => word(20),
}
