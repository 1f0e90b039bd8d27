// What a soak is asked to do.
import { parseArgs } from 'node:util'
import { ENGINES, type EngineKind } from './settings.ts'

export type SoakSettings = {
  engine: EngineKind
  /** From the start of the migration to the stop. */
  forMs: number
  /** Calls a second of the writer; what a machine does at most is less where it is slower. */
  rate: number
  /** Entities that lie there before and are copied. */
  entities: number
  /** The data plane is killed (SIGKILL) and started again this often; 0 for never. */
  restartEveryMs: number
}

export const SOAK_USAGE = `npm run soak -- [options]
  --minutes N         from the start of the migration to the stop (30)
  --engine NAME       lite or milvus, on both sides (lite)
  --rate N            calls a second of the client that writes (60)
  --entities N        entities that are copied besides (20000)
  --restart-every N   minutes after which the data plane is killed and started again, each time (never)`

/** Throws an Error with words for the user where the arguments make no sense. Parts of minutes are allowed. */
export function parseSoakSettings(args: string[]): SoakSettings {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '30' },
      engine: { type: 'string', default: 'lite' },
      rate: { type: 'string', default: '60' },
      entities: { type: 'string', default: '20000' },
      'restart-every': { type: 'string' },
    },
  })
  const engine = ENGINES.find((name) => name === values.engine)
  if (!engine) throw new Error(`There is no engine "${values.engine}": ${ENGINES.join(', ')}.`)
  return {
    engine,
    forMs: minutes(values.minutes, '--minutes'),
    rate: above0(values.rate, '--rate'),
    entities: above0(values.entities, '--entities'),
    restartEveryMs: values['restart-every'] === undefined ? 0 : minutes(values['restart-every'], '--restart-every'),
  }
}

const minutes = (text: string, option: string): number => above0(text, option) * 60_000

function above0(text: string, option: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${option} takes a number above 0, not "${text}".`)
  return value
}
