import { compare, hash } from 'bcryptjs'

const ROUNDS = 11

/** What is compared when there is no such user, so that the time tells nothing. */
const NOBODY = '$2b$11$6vKcL3xZuUo8bn8M4jNfXuSAIsbuHGHtbvVbqWCGn5KjbzHnFJV0C'

/** The hash to store for a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, ROUNDS)
}

/** True where the password fits; takes as long when there is no hash. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const fits = await compare(password, stored ?? NOBODY)
  return fits && stored !== null
}
