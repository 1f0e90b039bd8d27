// Slows down guessing: so many tries for each e-mail and each client address in a window, then a pause. Counted in the job
// store, so that it holds across consoles and restarts; the database's clock decides.
import { db } from '../db/client.ts'

const WINDOW_S = 5 * 60
/** An address may be that of a whole office. */
const MOST = { email: 10, address: 50 }

type Who = { email: string; address: string }

const keysOf = ({ email, address }: Who) => ({ email: `email:${email.slice(0, 254)}`, address: `address:${address}` })

/** Counts a try; answers how many seconds to wait where there were too many. */
async function count(key: string, most: number): Promise<number> {
  const [row] = await db().$queryRaw<{ tries: number; waitS: number }[]>`
    INSERT INTO "SignInTries" AS t ("key", "tries", "endsAt") VALUES (${key}, 1, now() + make_interval(secs => ${WINDOW_S}))
    ON CONFLICT ("key") DO UPDATE SET
      "tries" = CASE WHEN t."endsAt" <= now() THEN 1 ELSE least(t."tries" + 1, 1000000) END,
      "endsAt" = CASE WHEN t."endsAt" <= now() THEN excluded."endsAt" ELSE t."endsAt" END
    RETURNING "tries", ceil(extract(epoch FROM "endsAt" - now()))::int AS "waitS"`
  return row === undefined || row.tries <= most ? 0 : Math.max(1, row.waitS)
}

/**
 * Takes one try before the password is looked at, so that tries side by side cannot exceed the limit. Answers 0, or how many
 * seconds to wait. The wait does not grow by trying meanwhile.
 */
export async function takeSignInTry(who: Who): Promise<number> {
  const keys = keysOf(who)
  return (await count(keys.address, MOST.address)) || count(keys.email, MOST.email)
}

/** A try that succeeded counts for nothing, and forgives those before it for this e-mail. */
export async function forgiveSignInTry(who: Who): Promise<void> {
  const keys = keysOf(who)
  await db().$transaction([
    db().signInTries.deleteMany({ where: { key: keys.email } }),
    db().signInTries.updateMany({ where: { key: keys.address, tries: { gt: 0 } }, data: { tries: { decrement: 1 } } }),
  ])
}
