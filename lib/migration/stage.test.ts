import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canCancel, canStop, isActive, isEnded, nextStage, STAGE_EVENTS, STAGES, type Stage, type StageEvent } from './stage.ts'

const document = readFileSync(new URL('../../docs/stage-machine.md', import.meta.url), 'utf8')

/** The cells of the document's table: stage → event → next stage, or `–` for a refusal. */
function tableOfDocument(): Map<string, Map<string, string>> {
  const rows = document
    .slice(document.indexOf('| stage |'))
    .split('\n')
    .filter((line, at, lines) => line.startsWith('|') && lines.slice(0, at).every((before) => before.startsWith('|')))
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')))
  const [events = [], , ...stages] = rows
  return new Map(stages.map(([stage = '', ...cells]) => [stage, new Map(cells.map((cell, i) => [events[i + 1] ?? '', cell]))]))
}

test.each(STAGES.flatMap((stage) => STAGE_EVENTS.map((event): [Stage, StageEvent] => [stage, event])))('%s, %s: the code does what docs/stage-machine.md says', (stage, event) => {
  const transition = nextStage(stage, event)
  expect(tableOfDocument().get(stage)?.get(event)).toBe(transition.ok ? transition.stage : '–')
  if (!transition.ok) expect(transition.reason.length).toBeGreaterThan(5)
})

test('the document names no stage and no event that the code lacks', () => {
  expect([...tableOfDocument().keys()]).toEqual([...STAGES])
  for (const cells of tableOfDocument().values()) expect([...cells.keys()]).toEqual([...STAGE_EVENTS])
})

test('no event leaves a stage that has ended', () => {
  for (const stage of STAGES.filter(isEnded)) for (const event of STAGE_EVENTS) expect(nextStage(stage, event).ok).toBe(false)
})

test('only a cutover completes a migration', () => {
  const ways = STAGES.flatMap((stage) => STAGE_EVENTS.filter((event) => Object.is((nextStage(stage, event) as { stage?: Stage }).stage, 'completed')).map((event) => [stage, event]))
  expect(ways).toEqual([['finalizing', 'switched']])
})

test('a failure is possible in every stage that has not ended', () => {
  for (const stage of STAGES.filter(isActive)) expect(nextStage(stage, 'fail')).toEqual({ ok: true, stage: 'failed' })
})

test('a stop is taken while syncing only, a cancel until the stop', () => {
  expect(STAGES.filter(canStop)).toEqual(['syncing'])
  expect(STAGES.filter(canCancel)).toEqual(['preparing', 'copying', 'syncing'])
})

test('each rule of the document names a test file that exists', () => {
  const rules = document.split('\n').filter((line) => /^\| [IC]\d+ /.test(line))
  expect(rules.length).toBeGreaterThan(12)
  for (const rule of rules) {
    const files = [...rule.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)].map(([, file]) => file)
    expect(files.length, rule).toBeGreaterThan(0)
    for (const file of files) expect(() => readFileSync(new URL(`../../${file}`, import.meta.url)), `${rule}`).not.toThrow()
  }
})
