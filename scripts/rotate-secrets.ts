// Seals the clusters' tokens with another SECRETS_KEY: `npm run rotate-secrets`, see docs/operations/secrets.md. The console must
// not run meanwhile.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { resealTokens } from '../lib/clusters/reseal-tokens.ts'
import { connectDatabase } from '../lib/db/client.ts'
import { publicMessageOf } from '../lib/errors/app-error.ts'

const { values } = parseArgs({ options: { 'database-url': { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } } })
const { 'database-url': url, from, to } = values
if (url === undefined || from === undefined || to === undefined) {
  console.error('npm run rotate-secrets -- --database-url postgresql://… --from OLD_KEY_FILE --to NEW_KEY_FILE')
  process.exit(1)
}
const keyIn = (file: string) => readFileSync(file, 'utf8').trim()
const database = connectDatabase(url)
try {
  const count = await resealTokens({ from: keyIn(from), to: keyIn(to) })
  console.log(`${count} tokens are sealed with the new key. Start the console with it.`)
} catch (error) {
  console.error(publicMessageOf(error))
  process.exitCode = 1
} finally {
  await database.$disconnect()
}
