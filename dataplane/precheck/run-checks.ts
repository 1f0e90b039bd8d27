// Looks at both sides before a migration starts, in a fixed order and a bounded time. It changes nothing.
import type { Engine, Finding, PrecheckResult } from '../../lib/contracts/control-api.ts'
import { AppError } from '../../lib/errors/app-error.ts'
import { capabilitiesOf } from '../milvus/engines.ts'
import { isRefusal, type MilvusServer } from '../milvus/server.ts'
import { checkAutoId } from './auto-id.ts'
import { checkBypass } from './bypass.ts'
import { checkCapability } from './capability.ts'
import { engineName, type Check, type CheckInput } from './check.ts'
import { contentsOf } from './contents.ts'
import { checkDataTypes } from './data-types.ts'
import { checkDuplicates } from './duplicates.ts'
import { checkEmptyTarget } from './empty-target.ts'
import { checkFeatures } from './features.ts'
import { checkLimits } from './limits.ts'
import { checkPartitions } from './partitions.ts'
import { reach, unreachable } from './reachability.ts'
import { checkRegisteredLite } from './registered-lite.ts'
import { checkRoles } from './roles.ts'
import { checkSize } from './size.ts'
import { surveySource } from './survey.ts'
import { checkTtl } from './ttl.ts'
import { checkUnloaded } from './unloaded.ts'
import { checkVectorIndex } from './vector-index.ts'
import { checkVersion } from './version.ts'

/** Those that can find a blocker; the start on the server runs them again. */
const DECIDING: readonly Check[] = [checkAutoId, checkDataTypes, checkFeatures, checkLimits, checkEmptyTarget, checkPartitions, checkVectorIndex, checkSize]
/** Those that only ever advise. */
const ADVISING: readonly { name: string; run: Check }[] = [
  { name: 'version', run: checkVersion },
  { name: 'registered-lite', run: checkRegisteredLite },
  { name: 'unloaded', run: checkUnloaded },
  { name: 'ttl', run: checkTtl },
  { name: 'users', run: checkRoles },
  { name: 'bypass', run: checkBypass },
  { name: 'duplicates', run: checkDuplicates },
]

/** Findings of one check that are listed one by one. */
const MOST_OF_A_KIND = 50

export type PrecheckInput = Omit<CheckInput, 'sourceEngine' | 'sourceCapabilities' | 'targetEngine' | 'targetCapabilities' | 'targetName' | 'collections' | 'databases' | 'unguarded'> & {
  /** Ask a side what it is; they reject where it cannot be reached. */
  lookAtSource: () => Promise<Engine>
  /** Of a target that does not exist yet: what it will be, by what the source is. */
  lookAtTarget: (source: Engine) => Promise<Engine>
  /** Registered by its address, not run here. */
  isRegistered: (side: 'source' | 'target') => boolean
}

export type PrecheckOptions = {
  /** Only what can stop the start: nothing that merely advises. */
  decidingOnly?: boolean
  /** The survey of the source ends after this time (ms), and so do the checks that advise. */
  withinMs?: number
}

/** All findings, blockers first. A side that cannot be reached is a finding; then nothing else was looked at. */
export async function runChecks(input: PrecheckInput, options: PrecheckOptions = {}): Promise<PrecheckResult> {
  const until = Date.now() + (options.withinMs ?? Infinity)
  const source = await reach('source', input.lookAtSource)
  const sourceEngine = 'engine' in source ? source.engine : undefined
  const target = await reach('target', () => input.lookAtTarget(sourceEngine ?? { kind: 'milvus', version: '0' }))
  if ('finding' in source || 'finding' in target) return nothing([source, target].flatMap((side) => ('finding' in side ? [side.finding] : [])))
  const engines = { sourceEngine: source.engine, targetEngine: target.engine }
  const common = { ...input, ...engines, sourceCapabilities: capabilitiesOf(source.engine), targetCapabilities: capabilitiesOf(target.engine), targetName: `the target (${engineName(target.engine)})` }
  try {
    const absent = await checkCapability({ ...common, collections: [], databases: [], unguarded: [] })
    if (absent.length > 0) return nothing(absent)
    const survey = await surveySource(input.source, until)
    const unguarded = (['source', 'target'] as const).filter((side) => input.isRegistered(side) && (side === 'source' ? source : target).engine.kind === 'lite')
    const checked: CheckInput = { ...common, ...survey, unguarded }
    const findings = survey.missed > 0 ? [missedSome(survey.missed, survey.collections.length)] : []
    for (const check of DECIDING) findings.push(...shortened(await check(checked)))
    if (!options.decidingOnly) for (const check of ADVISING) findings.push(...shortened(await advise(check, checked, until)))
    findings.sort((a, b) => a.severity.localeCompare(b.severity))
    const entities = survey.collections.reduce((sum, one) => sum + one.entities, 0)
    const contents = options.decidingOnly ? null : await contentsOf(checked)
    return { findings, databases: survey.databases.length, collections: survey.collections.length + survey.missed, entities, contents }
  } catch (error) {
    if (!(error instanceof AppError) || isRefusal(error)) throw error
    return nothing([unreachable(isOf(input.target, error) ? 'target' : 'source', error)])
  }
}

/** Throws with the blockers' sentences, if there are any: `cluster.unreachable` where waiting may help, else `migration.blocked`. */
export function requireNoBlockers(result: PrecheckResult): void {
  const blockers = result.findings.filter((finding) => finding.severity === 'blocker')
  if (blockers.length === 0) return
  const text = blockers.slice(0, 3).map((finding) => `${finding.message} ${finding.remedy}`).join(' ')
  const more = blockers.length > 3 ? ` There are ${blockers.length - 3} more findings.` : ''
  const passes = blockers.every(({ check }) => check === 'reachability')
  throw new AppError(passes ? 'cluster.unreachable' : 'migration.blocked', text + more)
}

/** An advice that cannot be given, or not in time, must not keep anybody from starting. */
async function advise({ name, run }: (typeof ADVISING)[number], input: CheckInput, until: number): Promise<Finding[]> {
  if (Date.now() > until) return [notChecked(name, 'there was no time left')]
  try {
    return await run(input)
  } catch (error) {
    if (isRefusal(error)) return [notChecked(name, error.publicMessage)]
    throw error
  }
}

function notChecked(name: string, why: string): Finding {
  return { check: name, severity: 'warning', message: `The check "${name}" could not be made: ${why}.`.replace('..', '.'), remedy: 'Check again, or look yourself: docs/operations/precheck.md says what it is about.' }
}

function missedSome(missed: number, seen: number): Finding {
  return {
    check: 'survey',
    severity: 'warning',
    message: `Only ${seen} of ${seen + missed} collections were looked at: the source cluster did not answer faster.`,
    remedy: 'Nothing to do: the start looks at all of them before anything is changed, and takes longer.',
  }
}

/** In the order of their sentences, which begin with what they are about: checks ask about collections side by side. */
function shortened(findings: Finding[]): Finding[] {
  const kept: Finding[] = []
  for (const severity of ['blocker', 'warning'] as const) {
    const found = findings.filter((finding) => finding.severity === severity).sort((a, b) => a.message.localeCompare(b.message))
    const [first] = found
    kept.push(...found.slice(0, MOST_OF_A_KIND))
    if (first && found.length > MOST_OF_A_KIND) kept.push({ ...first, message: `${found.length - MOST_OF_A_KIND} more findings like these.` })
  }
  return kept
}

function nothing(findings: Finding[]): PrecheckResult {
  return { findings, databases: 0, collections: 0, entities: 0, contents: null }
}

/** Servers name themselves in their errors. */
function isOf(server: MilvusServer | undefined, error: AppError): boolean {
  return server !== undefined && error.publicMessage.startsWith(server.label)
}
