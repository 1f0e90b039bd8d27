'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { ACTIVITY_LEVELS, SYSTEM_PERSON } from '@/lib/contracts/organization-api'
import { useOrganizationMembers } from '@/lib/queries/organization-members'
import { useProjects } from '@/lib/queries/projects'
import { LEVEL_WORDS } from './activity-words'
import { type ActivityFilter, dayOf, daysProblem, RANGE_WORDS, RANGES } from './activity-range'

const ANY = 'any'

export type Change = (changes: Record<string, string | null>) => void
type Props = { filter: ActivityFilter; onChange: Change }

export function ActivityFilters({ filter, onChange }: Props) {
  const members = useOrganizationMembers().data?.members ?? []
  const projects = useProjects().data?.projects ?? []
  const people = [{ value: SYSTEM_PERSON, label: 'The console itself' }, ...members.map(({ userId, name, email }) => ({ value: userId, label: name, detail: email }))]
  const places = projects.map(({ id, name }) => ({ value: id, label: name }))
  const set = (name: string) => (value: string) => onChange({ [name]: value === ANY ? null : value })
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <RangeField filter={filter} onChange={onChange} />
        <SelectField
          label="Level"
          className="w-32 max-sm:flex-1"
          value={filter.level || ANY}
          onChange={set('level')}
          options={[{ value: ANY, label: 'Any level' }, ...ACTIVITY_LEVELS.map((level) => ({ value: level, label: LEVEL_WORDS[level].label }))]}
        />
        <SelectField label="Person" className="w-48 max-sm:w-full" value={filter.person || ANY} onChange={set('person')} options={withChosen('Anybody', people, filter.person)} />
        <SelectField label="Project" className="w-48 max-sm:w-full" value={filter.project || ANY} onChange={set('project')} options={withChosen('Any project', places, filter.project)} />
      </div>
      {filter.range === 'custom' && <Days key={`${filter.from} ${filter.to}`} filter={filter} onChange={onChange} />}
    </div>
  )
}

/** Somebody who was removed, or a project that was deleted, can still stand in an address. */
function withChosen(any: string, options: { value: string; label: string; detail?: string }[], chosen: string) {
  const known = chosen === '' || options.some(({ value }) => value === chosen)
  return [{ value: ANY, label: any }, ...options, ...(known ? [] : [{ value: chosen, label: chosen }])]
}

function RangeField({ filter, onChange }: Props) {
  function choose(range: string) {
    if (range !== 'custom') return onChange({ range: range === 'week' ? null : range, from: null, to: null })
    const [now, week] = [new Date(), new Date(Date.now() - 6 * 24 * 60 * 60_000)]
    onChange({ range, from: dayOf(week), to: dayOf(now) })
  }
  return (
    <SelectField
      label="Time range"
      className="w-40 max-sm:flex-1"
      value={filter.range}
      onChange={choose}
      options={RANGES.map((range) => ({ value: range, label: RANGE_WORDS[range] }))}
    />
  )
}

function Days({ filter, onChange }: Props) {
  const [from, setFrom] = useState(filter.from)
  const [to, setTo] = useState(filter.to)
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const wrong = daysProblem(from, to)
        setProblem(wrong)
        if (wrong === null) onChange({ range: 'custom', from, to })
      }}
    >
      <TextField type="date" label="First day" className="w-40" value={from} error={problem} onChange={(event) => setFrom(event.target.value)} />
      <TextField type="date" label="Last day" className="w-40" value={to} onChange={(event) => setTo(event.target.value)} />
      <Button type="submit" className="mt-6.5" disabled={from === filter.from && to === filter.to}>
        Apply
      </Button>
    </form>
  )
}
