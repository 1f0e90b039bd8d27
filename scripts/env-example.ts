// Writes .env.example from the options in lib/config.
import fs from 'node:fs'
import { envExample } from '../lib/config/env-example.ts'

fs.writeFileSync(new URL('../.env.example', import.meta.url), envExample())
