// Writes down every option, for .env.example. A test compares the file with this.
import { SupervisorOptions } from './supervisor.ts'

const INTRO = `# Every option, with its default. Copy to .env what you want to change; nothing needs to be set.
# Written by "node --import tsx scripts/env-example.ts".
`

/** The text of .env.example. */
export function envExample(): string {
  const options = Object.entries(SupervisorOptions.shape).map(([name, option]) => {
    const standard = defaultText(option)
    return `# ${option.description ?? ''}.\n#${name}=${standard}\n`
  })
  return [INTRO, ...options].join('\n')
}

/** A default as it is written in the environment: of an option with `prefault` the text before parsing. */
function defaultText(option: { def: object }): string {
  const value = (option.def as { defaultValue?: unknown }).defaultValue
  return value === undefined ? '' : String(value)
}
