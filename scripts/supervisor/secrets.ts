// Secrets that nobody set: made once and kept in DATA_DIR/secrets.json, readable by its owner alone.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const NAMES = ['DATA_PLANE_TOKEN', 'NEXTAUTH_SECRET', 'SECRETS_KEY', 'DATABASE_PASSWORD'] as const
export type Secrets = Record<(typeof NAMES)[number], string>

/** The secrets of this installation; what is missing is made and kept. */
export function keptSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secrets.json')
  const kept = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<Secrets>) : {}
  const missing = NAMES.filter((name) => !kept[name])
  if (missing.length === 0) return kept as Secrets
  for (const name of missing) kept[name] = randomBytes(32).toString('base64url')
  // Written aside and renamed: a crash must not leave half a file, since SECRETS_KEY cannot be made again.
  fs.writeFileSync(`${file}.new`, JSON.stringify(kept, null, 2), { mode: 0o600, flush: true })
  fs.renameSync(`${file}.new`, file)
  return kept as Secrets
}
