// The one connection pool of this process. Next bundles a module more than once, so the client hangs on
// globalThis; everything reaches it through `db()`.
import { PrismaPg } from '@prisma/adapter-pg'
import { consoleConfig } from '../config/console.ts'
import { PrismaClient } from '../generated/prisma/client.ts'

export type Db = PrismaClient
/** What a function takes that may run inside a transaction. */
export type Tx = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>

const shared = globalThis as { __consoleDb?: PrismaClient }

/** Connects to `url` and makes that the database of this process. */
export function connectDatabase(url: string): Db {
  shared.__consoleDb = new PrismaClient({ 
    adapter: new PrismaPg({ connectionString: url, max: 10 }),
    // A busy machine must not turn a press of a button into an error.
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
  return shared.__consoleDb
}

/** The job store; connects on first use. */
export function db(): Db {
  return shared.__consoleDb ?? connectDatabase(consoleConfig().DATABASE_URL)
}

/** True for a broken unique constraint: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'P2002'
}
