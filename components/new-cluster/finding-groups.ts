// The findings of a precheck as the form shows them. Pure.
import { counted } from '@/components/ui/number-format'
import type { Finding } from '@/lib/contracts/control-api'

export type FindingGroup = { severity: Finding['severity']; title: string; meaning: string; findings: Finding[] }

const WORDS: Record<Finding['severity'], { one: string; many: string; meaning: string }> = {
  blocker: { one: 'blocker', many: 'blockers', meaning: 'The migration cannot start before this is solved.' },
  warning: { one: 'warning', many: 'warnings', meaning: 'The migration can start; know this first.' },
}

/** Blockers first; a group without findings is left out. The same finding said twice is shown once. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const known = new Set<string>()
  const once = findings.filter((finding) => {
    const key = findingKey(finding)
    return !known.has(key) && known.add(key)
  })
  return (['blocker', 'warning'] as const).flatMap((severity) => {
    const found = once.filter((finding) => finding.severity === severity)
    if (found.length === 0) return []
    const { one, many, meaning } = WORDS[severity]
    return [{ severity, title: counted(found.length, one, many), meaning, findings: found }]
  })
}

export function findingKey({ check, severity, message }: Finding): string {
  return `${severity} ${check} ${message}`
}

/** Why Migrate cannot be pressed because of these findings; null when it can. */
export function findingsRefusal(findings: readonly Finding[]): string | null {
  const blockers = groupFindings(findings).find(({ severity }) => severity === 'blocker')
  return blockers ? `The precheck found ${blockers.title}. Solve ${blockers.findings.length === 1 ? 'it' : 'them'} and check again.` : null
}
